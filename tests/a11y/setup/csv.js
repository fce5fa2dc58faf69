// Rows as delimited text.

const cell = (value) => {
  const text = String(value ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A table with its header. */
export const csv = (header, rows) => [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';

/** The rows of a table, its header among them; cells in quotes may hold quotes, commas and breaks. */
export function rowsOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** Rewrites columns of a table whose cells hold neither quotes nor breaks; `change` maps a header to a function
 * of (old value, row number). Other cells keep their bytes. */
export function rewritten(text, change) {
  const lines = text.trimEnd().split(/\r?\n/);
  const header = lines[0].split(',');
  const rows = lines.slice(1).map((line, n) => {
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((piece) => piece.replace(/,$/, ''));
    return header.map((name, at) => (change[name] ? cell(change[name](cells[at], n)) : cells[at])).join(',');
  });
  return [lines[0], ...rows].join('\n') + '\n';
}
