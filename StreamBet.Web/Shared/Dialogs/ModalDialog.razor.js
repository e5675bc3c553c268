/** Opens a dialog over the page, unless it is open or gone by now. */
export function show(dialog) {
  if (dialog?.isConnected && !dialog.open) dialog.showModal();
}
