/** Opens a file from the station in a tab of its own. */
export function openFile(file: Blob): void {
  const url = URL.createObjectURL(file);
  window.open(url, '_blank', 'noopener');
  // The new tab has read it long before.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
