import { Refusal } from '#contracts';
import type { TreeView } from '#tree';
import { Injectable } from '@nestjs/common';
import { AS_WAS, viewIn, type LensView } from '../lenses/lens.rules.js';
import { pastOf } from '../known/past.js';
import { readPlaced, storedUnitsOf } from '../lenses/placed.reader.js';
import { disputesOf } from '../reconciliation/disputes.reader.js';
import { Suppression } from '../suppression/suppression.js';
import type { Buckets } from './cells.rules.js';
import { CompletenessReader } from './completeness.reader.js';
import { freshnessOf } from './freshness.rules.js';
import { KeptRollups, type Told } from './kept-rollups.js';
import { readPeople } from './people.reader.js';
import { requireCountable } from './people.rules.js';
import type { ReceiptStatus } from './receipts.rules.js';
import { Receipts } from './receipts.js';
import type { Rollup } from './rollup.answer.js';
import type { RollupRequest } from './rollup.request.js';
import { needsOf, rowFigures, sumsOfTotal, totalFigures, wantsOf, type People } from './rollup.rules.js';
import { labelOf, pageOf, planRows, type PlannedRow } from './rows.rules.js';
import type { Snapshot } from './snapshots.js';

/** @throws Refusal 404 `no-such-unit` unless the tree has the unit and it is not voided */
export function requireUnit(tree: TreeView, unitId: string): void {
  if (!tree.get(unitId)?.stretches.length) throw new Refusal('not-found', 'no-such-unit');
}

/** Figures of a unit and all below it over a period, read in one snapshot with how fresh and how complete they are. */
@Injectable()
export class Rollups {
  readonly #kept = new KeptRollups();

  constructor(
    private readonly receipts: Receipts,
    private readonly completeness: CompletenessReader,
    private readonly suppression: Suppression,
  ) {}

  async read(request: RollupRequest): Promise<{ rollup: Rollup; receipt?: ReceiptStatus }> {
    const { result, receipt } = await this.receipts.readWith(request.receipt, request.wait, (snapshot) =>
      this.#readAt(snapshot, request),
    );
    return { rollup: result, ...(receipt ? { receipt } : {}) };
  }

  async #readAt(snapshot: Snapshot, request: RollupRequest): Promise<Rollup> {
    return this.readIn(await pastOf(snapshot, request.knownAt), request);
  }

  /** In a snapshot that is of now or of a past instant already. */
  async readIn(snapshot: Snapshot, request: RollupRequest): Promise<Rollup> {
    const { unitId, period, calendar, by, measures, patient } = request;
    const view = viewIn(snapshot, request.lens ?? AS_WAS);
    const { tree } = view;
    requireUnit(tree, unitId);
    const told = await this.#kept.of(snapshot, view, request, () => this.#tell(snapshot, view, request));
    const { rows, page, next, total, ofPage } = told;
    // What is left over may be shown only where all other rows are, also those of other pages.
    const beside = page.some(({ of }) => of.type === 'remainder') ? rows : page;
    const shown = await this.suppression.of(snapshot, tree, request.viewer, { unitId, period, rows: beside, measures });
    const completeness = await this.completeness.read(snapshot, tree, unitId, period, patient);
    // A dispute is of what is known now.
    const disputed =
      snapshot.known === null ? await disputesOf(snapshot, storedUnitsOf(snapshot, tree, unitId), period) : [];
    return {
      unit: labelOf(tree, unitId, period),
      period,
      calendar,
      treeRevision: tree.revision,
      view,
      figures: shown(total),
      ...(by === 'total' ? {} : { rows: ofPage.map(({ of, figures }) => ({ of, figures: shown(figures, of) })), next }),
      freshness: freshnessOf(snapshot.progress, snapshot.at),
      completeness,
      disputed,
    };
  }

  async #tell(snapshot: Snapshot, view: LensView, request: RollupRequest): Promise<Told> {
    const { unitId, period, measures, rounding } = request;
    const { tree } = view;
    const rows = planRows(tree, request);
    const { page, next } = pageOf(rows, request.after, request.limit);
    const buckets = await readPlaced(snapshot, tree, wantsOf(unitId, period, rows, page, needsOf(measures)));
    const people = await this.#peopleOf(snapshot, view, request, rows, buckets);
    const total = totalFigures(measures, buckets, people, rounding);
    return { rows, page, next, total, ofPage: rowFigures(measures, buckets, page, people, rounding) };
  }

  /** Only when they are asked for: attendance lists are read one by one. */
  async #peopleOf(
    snapshot: Snapshot,
    { tree }: LensView,
    { unitId, period, measures }: RollupRequest,
    rows: readonly PlannedRow[],
    buckets: Buckets,
  ): Promise<People | undefined> {
    if (!measures.some(({ kind }) => kind === 'distinct')) return undefined;
    requireCountable(period, sumsOfTotal(buckets));
    return readPeople(snapshot, tree, { unitId, period, rows });
  }
}
