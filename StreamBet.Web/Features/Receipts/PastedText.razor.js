const trimmed = (area) => area.value.trim();

/** Whether there is nothing in the area. */
export const isEmpty = (area) => trimmed(area).length === 0;

/** What is in the area, as UTF-8; without the white space around it, which comes with copying. */
export const text = (area) => new Blob([trimmed(area)]);
