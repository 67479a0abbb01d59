"""Recognises speech with pocketsphinx, for Heron's engine, which starts this as a process of its own.

    python3 listen.py setup.json

The setup names the acoustic model, the dictionary and the grammars. Standard input carries frames: one letter, the length
in four bytes (big end first), and that many bytes. B begins an utterance with the grammar it names, A is audio (16 kHz
mono, 16 bits, little end first), E ends the utterance. Standard output carries one JSON object a line.
"""

import json
import os
import struct
import sys


def open_decoder(setup):
    from pocketsphinx import Decoder

    config = Decoder.default_config()
    config.set_string("-hmm", setup["model"])
    config.set_string("-dict", setup["dictionary"])
    config.set_string("-logfn", os.devnull)
    config.set_float("-wip", setup["insertionPenalty"])
    # The engine has found where speech begins and ends.
    config.set_boolean("-remove_silence", False)
    decoder = Decoder(config)
    for name, grammar in setup["grammars"].items():
        decoder.set_jsgf_string(name, grammar)
    return decoder


def read_exactly(count):
    parts = []
    while count > 0:
        part = os.read(0, count)
        if not part:
            sys.exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def words_of(decoder):
    """What was heard so far, with the hundredths of a second at which each word begins and ends."""
    if decoder.hyp() is None:
        return []
    return [[each.word, each.start_frame, each.end_frame] for each in decoder.seg()]


def tell(kind, **fields):
    sys.stdout.write(json.dumps({"kind": kind, **fields}) + "\n")
    sys.stdout.flush()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        setup = json.load(file)
    decoder = open_decoder(setup)
    tell("ready")
    last = None
    pieces = 0
    while True:
        letter, length = struct.unpack(">cI", read_exactly(5))
        body = read_exactly(length)
        if letter == b"B":
            decoder.set_search(body.decode())
            decoder.start_utt()
            last, pieces = None, 0
        elif letter == b"A":
            decoder.process_raw(body, False, False)
            pieces += 1
            if pieces % setup["piecesAPartial"] == 0:
                words = words_of(decoder)
                if words != last:
                    tell("partial", words=words)
                    last = words
        elif letter == b"E":
            decoder.end_utt()
            tell("final", words=words_of(decoder))


main()
