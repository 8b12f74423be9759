// What happened to the demo tree on 1 July 2025, when two levels below the centre were left of three (DOMAIN.md 1.2):
// districts closed, what lay under them handed to the province, provinces joined.
import { demoId } from './ids.mjs';
import { DISTRICT_BRANCHES, TWO_LEVELS_FROM } from './units.mjs';

const REASON = 'Two levels of local organisation from 1 July 2025';
const move = (code, parent) => ({
  id: demoId(code),
  act: 'move',
  body: { parentId: demoId(parent), from: TWO_LEVELS_FROM, reason: REASON },
});
const close = (code) => ({ id: demoId(code), act: 'close', body: { from: TWO_LEVELS_FROM, reason: REASON } });
/** Communes go to a province, then the district ends. */
const endDistrict = (code, communes, province) => [...communes.map((one) => move(one, province)), close(code)];

/** Close and move, in an order in which no unit is ever left without a living parent; units keep their ids. */
export const CHANGES = [
  ...endDistrict('HP-LC', ['HP-VN', 'HP-AB'], 'HP'),

  move('KT-DP', 'QNG'),
  move('KT-DC', 'QNG'),
  ...DISTRICT_BRANCHES.map(({ code }) => move(code, 'KT-DP')),
  close('KT-DG'),
  close('KT'),

  ...endDistrict('BD-DA', ['BD-BT'], 'HCM'),
  close('BD'),

  ...endDistrict('HG-QB', ['HG-QB-X1', 'HG-QB-X2'], 'TQ'),
  close('HG'),

  ...endDistrict('CM-H1', ['CM-H1-X1'], 'CM'),
  ...endDistrict('BL-H1', ['BL-H1-X1'], 'CM'),
  close('BL'),

  ...endDistrict('DTO-H1', ['DTO-H1-X1'], 'DT'),
  close('DTO'),
  close('TG'),
];
