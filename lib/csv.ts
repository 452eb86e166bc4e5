/** Cells of CSV files (RFC 4180) that are opened in spreadsheets. */

/** What a spreadsheet takes for the beginning of a formula, its full-width forms included. */
const FORMULA = "[=+\\-@\\t\\r＝＋－＠]";
const startsFormula = new RegExp(`^'*${FORMULA}`);
const escapedFormula = new RegExp(`^'+${FORMULA}`);

/**
 * A leading apostrophe stops spreadsheets from evaluating a cell as a formula. One that is there already gets another,
 * so that reading, which takes one away, gives back what was written.
 */
const escapeFormula = (cell: string) => (startsFormula.test(cell) ? `'${cell}` : cell);
export const unescapeFormula = (cell: string) => (escapedFormula.test(cell) ? cell.slice(1) : cell);

const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A text as a cell that is no formula, in quotation marks if it needs them. */
export const csvCell = (text: string) => quote(escapeFormula(text));

/** A line of texts. */
export const csvLine = (cells: readonly string[]) => `${cells.map(csvCell).join(",")}\r\n`;

/** A byte order mark: without one, spreadsheets take UTF-8 for something else. */
export const CSV_MARK = "\uFEFF";
