/** What a frame has around its steps; its title stands at the top. */
export const frameRoom = { side: 16, top: 40, bottom: 16 };
