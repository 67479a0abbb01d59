;; The ends of lines (0x0a), sixteen bytes at a time. Compiled by `npm run generate`.
(module
  ;; The bytes to look at; 64 KiB stay in the processor's own memory.
  (memory (export "memory") 1)
  ;; Ends of lines in the first $size bytes; $size is a multiple of 16.
  (func (export "count") (param $size i32) (result i32)
    (local $at i32) (local $stop i32) (local $sums v128) (local $total v128)
    (loop $blocks
      (local.set $sums (v128.const i32x4 0 0 0 0))
      ;; A lane holds up to 255.
      (local.set $stop (i32.add (local.get $at) (i32.const 4080)))
      (if (i32.gt_u (local.get $stop) (local.get $size)) (then (local.set $stop (local.get $size))))
      (block $full
        (loop $lanes
          (br_if $full (i32.ge_u (local.get $at) (local.get $stop)))
          (local.set $sums (i8x16.sub (local.get $sums) (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $lanes)))
      (local.set $total (i32x4.add (local.get $total)
        (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $sums)))))
      (br_if $blocks (i32.lt_u (local.get $at) (local.get $size))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $total)) (i32x4.extract_lane 1 (local.get $total)))
      (i32.add (i32x4.extract_lane 2 (local.get $total)) (i32x4.extract_lane 3 (local.get $total))))))
