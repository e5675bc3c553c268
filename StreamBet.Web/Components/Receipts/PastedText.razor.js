/** What is in the area, as UTF-8; without the white space around it, which comes with copying. */
export const text = (area) => new Blob([area.value.trim()]);
