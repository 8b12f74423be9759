import './bulk.texts.js';

export { columnsOf, type Columns, type Headings } from './columns.rules.js';
export { FORMATS, MOST_ROWS, rowsOf, type FileText, type Format, type RawRow, type RowFault } from './file.rules.js';
export { bulkBody, fileOf, MOST_BYTES } from './formats.js';
export { BulkAnswer, BulkFaultAnswer, BulkQuery, BulkRowAnswer, Flag, MODES } from './bulk.dto.js';
export { answerOf, toldFaults, toldIn, type KeptAnswer, type RowResult } from './bulk-answer.js';
export { faultsOf, groupsBy, refusedRows, type JudgedRow } from './rows.rules.js';
export { asTooMuch } from './too-much.js';
export { unitsBelow, type UnitFinder } from './units.rules.js';
export {
  DATE_ORDERS,
  isUuid,
  readAnswer,
  readDate,
  readId,
  readOne,
  readText,
  readWhole,
  unreadable,
  type DateOrder,
  type Read,
} from './values.rules.js';
