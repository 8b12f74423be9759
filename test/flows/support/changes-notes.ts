import { eventually, type HttpClient } from '#testing';
import { ON_REQUEST, type Figure } from './differences.js';
import { parallel } from './driver.js';
import type { Random } from './random.js';
import { halfOf, monthOf, quarterOf } from '../../oracles/periods.js';
import type { World } from './world.js';

type Amount = { value: number | null; numerator?: number; denominator?: number };
type Changes = {
  from: string;
  to: string;
  settledThrough: string;
  figures: { measure: string; before: Figure; after: Figure; change: Amount; kinds: (Amount & { kind: string })[] }[];
  items: (Amount & { measure: string; kind: string })[];
  next: string | null;
};
type Rollup = {
  figures: Figure[];
  freshness: { sources: { heardThrough: string | null; pending: number | null; refused: number }[] };
};
type Question = { unit: string; period: string };

const NAMED =
  'meetings.held meetings.minutes attendance.rate members.total members.opening members.official members.admitted ' +
  'members.moved-with-units cases.opened cases.closed cases.open obligations.overdue reports.handed-in reports.accepted';
/** Before anything was known. */
const NEVER = '2020-01-01T00:00:00Z';
const QUESTIONS = 24;
const AT_ONCE = 4;

const sideOf = (amount: Amount): [number, number] => [amount.numerator ?? amount.value ?? 0, amount.denominator ?? 0];
/** Both sides of a sum; of decimals as close as they are. */
const sumOf = (amounts: readonly Amount[]): string =>
  amounts
    .reduce<[number, number]>(
      ([above, below], amount) => [above + sideOf(amount)[0], below + sideOf(amount)[1]],
      [0, 0],
    )
    .map((n) => n.toFixed(4).replace(/^-(0\.0+)$/, '$1'))
    .join(' / ');
const negative = (figure: Figure): Amount => {
  const [above, below] = sideOf(figure);
  return { value: -above, numerator: -above, denominator: -below };
};

/**
 * What the figures said while a run went on: rollups at quiet points, each with its settled instant, and answers of
 * `changes` in the middle of it. At the end each instant must still tell the same (`knownAt`), and any two of them the way
 * between (`changes`).
 */
export class ChangesNotes {
  readonly #quiet: { at: string; rollups: Map<Question, Figure[]> }[] = [];
  readonly #asked: { unit: string; path: string; answer: Changes }[] = [];
  readonly #asking: Promise<void>[] = [];
  #questions: Question[] = [];

  constructor(
    private readonly world: World,
    private readonly reports: HttpClient,
    private readonly random: Random,
  ) {}

  /** Asks something now, while commands are under way; what is answered is settled, so it must stay so. */
  whileItGoesOn(): void {
    if (this.#questions.length === 0) return;
    const asking = this.#askNow();
    asking.catch(() => undefined); // told at the end, where all are waited for
    this.#asking.push(asking);
  }

  /** Once nothing more is under way: waits until all is in the figures and settled, and notes what they say. */
  async quietPoint(): Promise<void> {
    if (this.#questions.length === 0) this.#questions = this.#newQuestions();
    const centre = this.world.atLevel('centre')[0]!.id;
    const waiting = { timeoutMs: 60_000, everyMs: 500 };
    const over = new Date().toISOString();
    await eventually(async () => {
      const { freshness } = await this.#read<Rollup>(`/v1/units/${centre}/rollup?period=${this.world.today}`);
      return freshness.sources.every(
        ({ heardThrough, pending, refused }) => (heardThrough ?? '') >= over && pending === refused,
      );
    }, waiting);
    // All is in the figures; an instant that is settled from now on has it all.
    const path = `/v1/units/${centre}/changes?period=${this.world.today}&from=${new Date().toISOString()}`;
    const at = await eventually(async () => (await this.#read<Changes>(path)).settledThrough, waiting);
    const rollups = new Map<Question, Figure[]>();
    const alive = this.#questions.filter(({ unit }) => !this.#isVoided(unit));
    await parallel(alive, AT_ONCE, async (question) => {
      const { figures } = await this.#read<Rollup>(this.#path('rollup', question));
      rollups.set(question, figures);
    });
    this.#quiet.push({ at, rollups });
  }

  /** Differences between what was noted and what is told now of the same instants, as text. */
  async differences(count: number): Promise<string[]> {
    await Promise.all(this.#asking);
    const wrong: string[] = [];
    await parallel(this.#asked, AT_ONCE, async ({ unit, path, answer }) => {
      if (this.#isVoided(unit)) return;
      const again = await this.#read<Changes>(`${path}&to=${answer.to}`);
      if (JSON.stringify(again.figures) !== JSON.stringify(answer.figures))
        wrong.push(
          `${path} up to ${answer.to}: ${JSON.stringify(again.figures)}, was ${JSON.stringify(answer.figures)}`,
        );
    });
    const last = this.#quiet.length - 1;
    const asked = Array.from({ length: count }, () => {
      const first = this.random.int(last);
      return { first, second: this.random.between(first + 1, last), question: this.random.pick(this.#questions) };
    });
    await parallel(asked, AT_ONCE, async ({ first, second, question }) => {
      const [then, later] = [this.#quiet[first]!, this.#quiet[second]!];
      const [before, after] = [then.rollups.get(question), later.rollups.get(question)];
      if (!before || !after || this.#isVoided(question.unit)) return;
      const path = `${this.#path('changes', question)}&from=${then.at}&to=${later.at}`;
      wrong.push(...compared(path, await this.#whole(path), before, after));
    });
    wrong.push(...(await this.#knownThen()));
    return wrong;
  }

  /** What every quiet point's figures are told to have been, asked for by its instant now. */
  async #knownThen(): Promise<string[]> {
    const wrong: string[] = [];
    const noted = this.#quiet.flatMap(({ at, rollups }) =>
      [...rollups].map(([question, figures]) => ({ at, question, figures })),
    );
    await parallel(noted, AT_ONCE, async ({ at, question, figures }) => {
      if (this.#isVoided(question.unit)) return;
      const path = `${this.#path('rollup', question)}&knownAt=${at}`;
      const now = (await this.#read<Rollup>(path)).figures;
      for (const { measure } of figures)
        if (byMeasure(now, measure) !== byMeasure(figures, measure))
          wrong.push(`${path} ${measure}: is ${byMeasure(now, measure)}, was ${byMeasure(figures, measure)}`);
    });
    return wrong;
  }

  get counts(): string {
    return `${this.#quiet.length} quiet points, ${this.#asked.length} answers while commands went on`;
  }

  async #askNow(): Promise<void> {
    const from = this.random.pick([NEVER, ...this.#asked.map(({ answer }) => answer.to)]);
    const question = this.random.pick(this.#questions);
    const path = `${this.#path('changes', question)}&limit=1&from=${from}`;
    const reply = await this.reports.read<Changes>(path);
    // A unit of the question may be voided by now.
    if (reply.status === 200) this.#asked.push({ unit: question.unit, path, answer: reply.body });
    else if (reply.status !== 404) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  #isVoided = (unit: string): boolean => this.world.units.get(unit)?.voided === true;

  #newQuestions(): Question[] {
    const upper = ['centre', 'province', 'district', 'commune'].flatMap((level) => this.world.atLevel(level));
    return Array.from({ length: QUESTIONS }, () => {
      const date = this.world.date(this.random);
      const period = this.random.pick([monthOf(date), quarterOf(date), halfOf(date), date.slice(0, 4)]);
      const branch = this.random.chance(0.2);
      return { unit: branch ? this.world.withRoll(this.random).id : this.random.pick(upper).id, period };
    });
  }

  #path(what: 'rollup' | 'changes', { unit, period }: Question): string {
    const measures = [...NAMED.split(' '), ...ON_REQUEST.slice(0, 2), ...this.world.entered.map(({ code }) => code)];
    return `/v1/units/${unit}/${what}?period=${period}&measures=${measures.join()}`;
  }

  /** All pages as one. */
  async #whole(path: string): Promise<Changes> {
    const changes = await this.#read<Changes>(`${path}&limit=500`);
    for (let { next } = changes; next;) {
      const page = await this.#read<Changes>(`${path}&limit=500&cursor=${encodeURIComponent(next)}`);
      changes.items.push(...page.items);
      ({ next } = page);
    }
    return changes;
  }

  async #read<B>(path: string): Promise<B> {
    const { status, body } = await this.reports.read<B>(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
}

const byMeasure = (figures: readonly Figure[], measure: string): string =>
  JSON.stringify(figures.find((one) => one.measure === measure));

function compared(where: string, changes: Changes, before: readonly Figure[], after: readonly Figure[]): string[] {
  const wrong: string[] = [];
  const must = (what: string, is: string, should: string): void => {
    if (is !== should) wrong.push(`${where} ${what}: is ${is}, should be ${should}`);
  };
  for (const figure of changes.figures) {
    const { measure, change, kinds } = figure;
    must(`${measure} before`, JSON.stringify(figure.before), byMeasure(before, measure));
    must(`${measure} after`, JSON.stringify(figure.after), byMeasure(after, measure));
    const difference = sumOf([figure.after, negative(figure.before)]);
    const rows = changes.items.filter((item) => item.measure === measure);
    must(`${measure} change`, sumOf([change]), difference);
    must(`${measure} by kind`, sumOf(kinds), difference);
    must(`${measure} by row`, sumOf(rows), difference);
    for (const { kind, ...amount } of kinds)
      must(`${measure} ${kind}`, sumOf(rows.filter((row) => row.kind === kind)), sumOf([amount]));
  }
  return wrong;
}
