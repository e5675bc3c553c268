const trimmed = (area) => area.value.trim();

/** Whether the text area is empty. */
export const isEmpty = (area) => trimmed(area).length === 0;

/** The text in UTF-8, without the surrounding white space that copying may add. */
export const text = (area) => new Blob([trimmed(area)]);
