import {
  answerOf,
  asTooMuch,
  faultsOf,
  groupsBy,
  refusedRows,
  rowsOf,
  unitsBelow,
  type Format,
  type KeptAnswer,
  type RowResult,
  type UnitFinder,
} from '#bulk';
import { Injectable } from '@nestjs/common';
import { localDayOf } from '#calendar';
import { encodeReceipt, Refusal } from '#contracts';
import { Authorizer, Commands, derivedUuid, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { circumstancesOf } from '../members/circumstances.js';
import { MemberWriter } from '../members/member-writer.js';
import type { MemberDocument } from '../members/member.js';
import { newMember, type Circumstances } from '../members/members.rules.js';
import { memberReceipt } from '../members/member-receipt.js';
import { actIdOf } from '../members/members.service.js';
import { asTaken } from '../members/members.store.js';
import { nameKeysOf } from '../members/person.rules.js';
import { MEMBER_COLUMNS, type Column } from './bulk-columns.rules.js';
import { readRow, repeatedIn, type Declared, type RawRow, type ReadRow, type RowFault } from './bulk-rows.rules.js';
import { likeness } from './duplicates.rules.js';
import { DuplicatesStore, type Entered, type Taken } from './duplicates.store.js';

export type BulkRequest = Declared & {
  unit: string;
  mode: 'atomic' | 'partial';
  dryRun: boolean;
  format: Format;
  text: string;
};

/** A row on its way to be a member, or with what is wrong with it. */
type Candidate = { read: ReadRow; id: string; unitId?: string; member?: MemberDocument; faults: RowFault[] };

/** Takes up members from a file: read → judge every row by the rules of one member → save all that may be saved. */
@Injectable()
export class Bulk {
  constructor(
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly duplicates: DuplicatesStore,
    private readonly writer: MemberWriter,
  ) {}

  /**
   * One transaction, whatever the mode. A dry run goes the whole way but for the writes and remembers no key.
   *
   * @throws Refusal `rows-refused` with every fault when `atomic` and a row is refused
   */
  async enter(command: CommandRequest, request: BulkRequest): Promise<Answer<KeptAnswer>> {
    await this.authorizer.require(command.sub, 'members:write', request.unit);
    const rows = rowsOf(request, MEMBER_COLUMNS);
    const tree = await this.trees.current();
    const { dryRun } = request;
    const { sub, route, bodyHash, derivedId } = command;
    const run = dryRun ? { sub, route, bodyHash, derivedId } : command;
    try {
      return await this.commands.run(run, async (tx) => {
        const candidates = await this.#judged(tx, command, { request, rows, tree });
        const good = candidates.flatMap(({ member }) => member ?? []);
        if (request.mode === 'atomic' && good.length < candidates.length) throw refusedRows(candidates.map(judgedRow));
        const changes = good.map((after) => ({ before: undefined, after, reason: null }));
        if (!dryRun) await this.writer.save(tx, command.sub, changes, tree);
        return {
          status: 200,
          body: answerOf(
            request,
            candidates.map((one) => resultOf(one, dryRun)),
          ),
          headers: {},
        };
      });
    } catch (error) {
      // Somebody entered one of them at the same moment: the file is judged anew when it is sent again.
      throw asTooMuch(asTaken(error));
    }
  }

  async #judged(
    tx: Tx,
    command: CommandRequest,
    { request, rows, tree }: { request: BulkRequest; rows: readonly RawRow[]; tree: Tree },
  ): Promise<Candidate[]> {
    const today = localDayOf(tx.now);
    const find = unitsBelow(tree, request.unit, today);
    const read = rows.map((row) => readRow(row, request));
    const repeated = repeatedIn(read);
    const world = circumstancesOf(tx.now, command.sub, tree);
    const candidates = read.map((row): Candidate => {
      const id = row.values.id ?? derivedUuid(`${command.derivedId}/${row.row}`);
      const faults = [...row.faults, ...(repeated.get(row.row) ?? [])];
      return faults.length > 0 ? { read: row, id, faults } : admitted(row, id, find, world);
    });
    const taken = await this.duplicates.taken(candidates.flatMap(enteredBy), tx.session);
    for (const candidate of candidates) candidate.faults.push(...faultsOfTaken(candidate, taken));
    for (const same of groupsBy(candidates, likenessOf))
      for (const candidate of same) candidate.faults.push(...possibleDuplicate(candidate));
    for (const candidate of candidates) if (candidate.faults.length > 0) delete candidate.member;
    return candidates;
  }
}

/** A row that reads well, judged by the very rules of a single member. */
function admitted(read: ReadRow, id: string, find: UnitFinder, world: Circumstances): Candidate {
  if (!read.complete) return { read, id, faults: [] };
  const { unit, on, standing, decisionDate = null, ceremonyDate = null, officialDate = null } = read.complete;
  const unitId = find(unit, on);
  if (unitId === undefined) return { read, id, faults: [{ column: 'unit', code: 'unknown-unit' }] };
  const act = { kind: 'registered', on, unitId, standing, decisionDate, ceremonyDate, officialDate } as const;
  const actId = actIdOf(id, 1);
  try {
    // What a person is not made of is left behind by `personOf`.
    const member = newMember(
      { id, actId, person: read.complete, act: { ...act, decisionNumber: null, reason: null } },
      world,
    );
    return { read, id, unitId, member, faults: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { read, id, unitId, faults: faultsOf(error, columnOfField) };
  }
}

/** `person.birthDate` → birthDate. */
const columnOfField = (field: string): Column | undefined => {
  if (field === 'unitId') return 'unit';
  return MEMBER_COLUMNS.has(field) ? field : undefined;
};

const enteredBy = ({ id, member }: Candidate): Entered[] =>
  member
    ? [
        {
          id,
          personalId: member.person.personalId,
          cardNumber: member.person.cardNumber,
          nameKey: nameKeysOf(member.person)[0] ?? '',
          birthDate: member.person.birthDate,
        },
      ]
    : [];

const likenessOf = ({ member, unitId }: Candidate): string | undefined =>
  member && unitId ? likeness(member.nameKeys[0] ?? '', member.person.birthDate, unitId) : undefined;

function faultsOfTaken(candidate: Candidate, { ids, personalIds, cardNumbers, likenesses }: Taken): RowFault[] {
  const { id, member } = candidate;
  if (!member) return [];
  const { personalId, cardNumber } = member.person;
  const faults: RowFault[] = [];
  if (ids.has(id)) faults.push({ column: 'id', code: 'member-exists' });
  if (personalId && personalIds.has(personalId)) faults.push({ column: 'personalId', code: 'identifier-taken' });
  if (cardNumber && cardNumbers.has(cardNumber)) faults.push({ column: 'cardNumber', code: 'identifier-taken' });
  // One with the same identifier is the same person; no need to say that the name is, too.
  if (faults.length === 0 && likenesses.has(likenessOf(candidate) ?? '')) return possibleDuplicate(candidate);
  return faults;
}

/** Two people may have one name and birth date: who has made sure of it says so in the row. */
const possibleDuplicate = ({ read, faults }: Candidate): RowFault[] =>
  read.values.confirmedDistinct || faults.some(({ code }) => code === 'possible-duplicate')
    ? []
    : [{ column: 'name', code: 'possible-duplicate' }];

const judgedRow = ({ read, faults }: Candidate) => ({ row: read.row, faults });

function resultOf({ read, id, member, faults }: Candidate, dryRun: boolean): RowResult {
  if (!member) return { row: read.row, id: null, receipt: null, errors: faults };
  return { row: read.row, id, receipt: dryRun ? null : encodeReceipt(memberReceipt(member)), errors: [] };
}
