/** Opens a dialog over the page, unless it is already open or removed. */
export function show(dialog) {
  if (dialog?.isConnected && !dialog.open) dialog.showModal();
}
