import { noFacts } from './facts.js';
import { Oracle, type OracleUnit } from './figures.js';
import { addOpinion, addResolution, type OracleOpinion } from './followup.js';

const unit = (id: string, parentId: string | null): OracleUnit => ({
  id,
  stretches: [{ from: '2000-01-01', to: null, parentId, level: parentId ? 'branch' : 'centre' }],
});
const units = [unit('centre', null), unit('branch', 'centre')];

describe('oracle of what follows meetings', () => {
  it('has a task due on its deadline, late from the next day until it is done', () => {
    const facts = noFacts();
    const tasks = [{ taskId: 'a', deadline: '2026-07-31', doneOn: '2026-08-02', droppedOn: null }];
    addResolution(facts, { id: 'r', unitId: 'branch', state: 'adopted', adoptedOn: '2026-07-03', tasks });
    const of = (from: string, to = from) => new Oracle(units, facts).total('centre', from, to);
    expect(of('2026-07-01', '2026-07-31')).toMatchObject({ 'tasks.set': 1, 'tasks.due': 1, 'tasks.open': 1 });
    expect(of('2026-07-31')['tasks.late']).toBeUndefined();
    expect(of('2026-08-01')['tasks.late']).toBe(1);
    expect(of('2026-08-02')).toMatchObject({ 'tasks.done': 1 });
    expect(of('2026-08-02')['tasks.open']).toBeUndefined();
    expect(of('2026-07-01', '2026-12-31')['tasks.done-in-time']).toBeUndefined();
  });

  it('has an opinion where it lies, and open at the end = raised + reopened − settled', () => {
    const facts = noFacts();
    const opinion: OracleOpinion = {
      id: 'o',
      unitId: 'branch',
      state: 'open',
      raisedOn: '2026-07-03',
      due: '2026-07-05',
      stretches: [
        { level: 'branch', from: '2026-07-03', to: '2026-07-10' },
        { level: 'commune', from: '2026-07-10', to: '2026-07-12' },
        { level: 'commune', from: '2026-07-20', to: null },
      ],
      settlements: [{ on: '2026-07-12', level: 'commune', atOnce: false }],
      reopenedOn: ['2026-07-20'],
    };
    addOpinion(facts, opinion);
    addOpinion(facts, { ...opinion, state: 'voided' });
    const of = (from: string, to = from) => new Oracle(units, facts).total('centre', from, to);
    expect(of('2026-07-09')).toMatchObject({ 'opinions.open': 1, 'opinions.open-branch': 1, 'opinions.overdue': 1 });
    expect(of('2026-07-15')['opinions.open']).toBeUndefined();
    expect(of('2026-07-01', '2026-07-31')).toMatchObject({
      'opinions.raised': 1,
      'opinions.reopened': 1,
      'opinions.settled': 1,
      'opinions.settled-commune': 1,
      'opinions.days-to-settle': 9,
      'opinions.open': 1,
      'opinions.open-commune': 1,
    });
  });
});
