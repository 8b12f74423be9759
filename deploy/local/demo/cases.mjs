// Some cases beside the examples of around.mjs: inspections and supervisions of 2025 in several places, at every stage.
import { demoId } from './ids.mjs';

const ADMINISTRATOR = 'demo-administrator';

/** Opens a case and takes it through `steps`, each a request that follows the one before. */
function story(name, { unit, committee, kind, form, openedOn }, steps = []) {
  const id = demoId(`case:${name}`);
  const request = (path, key, body, ifMatch) => ({
    sub: ADMINISTRATOR,
    service: 'inspection',
    path: `/v1/cases${path}`,
    id: `${id}:${key}`,
    // What has words in it says that they are no secret.
    body: key === 'close' ? body : { ...body, classification: 'none' },
    ifMatch,
  });
  const details = {
    unitId: demoId(unit),
    committeeId: demoId(committee),
    kind,
    form,
    object: 'organisation',
    openedOn,
  };
  return [
    request('', 'open', { id, ...details }),
    ...steps.map(([act, body], at) => request(`/${id}/${act}`, act, body, at + 1)),
  ];
}

const finding = (name, date, severity, content) => [
  'findings',
  { id: demoId(`finding:${name}`), date, severity, content, summary: 'Sổ biên bản chưa đầy đủ.' },
];
const conclusion = (on, name, due) => [
  'conclude',
  {
    on,
    conclusion: 'Còn thiếu sót, phải khắc phục.',
    obligations: due ? [{ id: demoId(`obligation:${name}`), due, text: 'Bổ sung sổ biên bản.' }] : [],
  },
];
const fulfilled = (name, on) => [
  `obligations/${demoId(`obligation:${name}`)}/fulfil`,
  { on, evidence: 'Sổ biên bản đã bổ sung.' },
];

/** In an order in which each finds what it needs. */
export const CASES = [
  ...story(
    'HP-1',
    { unit: 'HP-VN-07', committee: 'HP-VN', kind: 'supervision', form: 'regular', openedOn: '2025-03-10' },
    [conclusion('2025-04-02', 'HP-1'), ['close', { on: '2025-04-20' }]],
  ),
  ...story('HP-2', { unit: 'HP-VN-15', committee: 'HP', kind: 'inspection', form: 'regular', openedOn: '2025-05-12' }, [
    finding('HP-2', '2025-06-03', 'less-serious', 'democratic-centralism'),
    // Opened under the district, concluded under the province alone; its obligation is late to this day.
    conclusion('2025-07-15', 'HP-2', '2025-09-30'),
  ]),
  ...story(
    'QB-1',
    { unit: 'HG-QB-X1-02', committee: 'TQ', kind: 'inspection', form: 'regular', openedOn: '2025-08-04' },
    [
      finding('QB-1', '2025-08-20', 'serious', 'democratic-centralism'),
      conclusion('2025-09-10', 'QB-1', '2025-11-30'),
      fulfilled('QB-1', '2025-11-12'),
    ],
  ),
  ...story('CM-1', {
    unit: 'CM-H1-X1-01',
    committee: 'CM',
    kind: 'supervision',
    form: 'regular',
    openedOn: '2025-10-06',
  }),
];
