/** Has the browser save something under a name, as it saves downloads. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Who saves it has begun to read by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
