declare module 'pdfmake/build/fonts/Roboto.js' {
  /** TrueType files by name, in base64. */
  const fonts: { vfs: Record<string, { data: string; encoding: 'base64' }> };
  export default fonts;
}
