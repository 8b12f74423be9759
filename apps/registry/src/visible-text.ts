/** Visible text without control characters, not only spaces. */
export const VISIBLE = /^(?=.*[^\s])[^\p{C}]+$/u;
