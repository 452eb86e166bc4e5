/** The name of the field of a form that has a picture file. */
export const PICTURE_FIELD = "picture";
/** The name of the field of a form that says to which page it belongs; the browser goes back there. */
export const BACK_FIELD = "back";
