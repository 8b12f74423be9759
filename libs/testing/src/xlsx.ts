import { inflateRawSync } from 'node:zlib';

/** A cell as a reader of the file has it; `bold` by its style. */
export type SheetCell = { value: string | number | boolean | null; bold: boolean };

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The files in a ZIP archive, as its directory lists them. */
function unzipped(archive: Buffer): Map<string, string> {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('not a ZIP archive');
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== ENTRY) throw new Error('the directory is broken');
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + size);
    files.set(
      archive.toString('utf8', at + 46, at + 46 + name),
      (method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'),
    );
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
const all = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}(?: [^>]*?)?(?:/>|>([\\s\\S]*?)</${tag}>)`, 'g'))].map(([whole]) => whole);
const column = (letters: string): number =>
  Array.from(letters, (letter) => letter.charCodeAt(0) - 64).reduce((number, digit) => number * 26 + digit, 0) - 1;

/** The rows of the first sheet of a workbook. A formula is an error: there must be none. */
export function sheetOf(workbook: Buffer): SheetCell[][] {
  const files = unzipped(workbook);
  const [sheet, styles, strings] = ['worksheets/sheet1', 'styles', 'sharedStrings'].map(
    (name) => files.get(`xl/${name}.xml`) ?? '',
  ) as [string, string, string];
  if (sheet.includes('<f>')) throw new Error('the sheet has a formula');
  const texts = all(strings, 'si').map((item) => plain(item.replaceAll(/<[^>]+>/g, '')));
  const boldFonts = all(all(styles, 'fonts')[0] ?? '', 'font').map((font) => font.includes('<b/>'));
  const boldStyles = all(all(styles, 'cellXfs')[0] ?? '', 'xf').map(
    (xf) => boldFonts[Number(/fontId="(\d+)"/.exec(xf)?.[1] ?? 0)] ?? false,
  );
  return all(sheet, 'row').map((row) => {
    const cells: SheetCell[] = [];
    for (const [, attributes = '', raw = ''] of row.matchAll(/<c ([^>]*)>(?:<v>([^<]*)<\/v>)?/g)) {
      const at = column(/r="([A-Z]+)/.exec(attributes)?.[1] ?? 'A');
      const type = /t="(\w+)"/.exec(attributes)?.[1];
      const value = type === 's' ? (texts[Number(raw)] ?? '') : type === 'b' ? raw === '1' : Number(raw);
      cells[at] = { value, bold: boldStyles[Number(/s="(\d+)"/.exec(attributes)?.[1] ?? 0)] ?? false };
    }
    return Array.from(cells, (cell) => cell ?? { value: null, bold: false });
  });
}
