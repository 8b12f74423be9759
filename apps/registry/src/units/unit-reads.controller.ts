import { dateOf, localDayOf } from '#calendar';
import {
  ApiId,
  Authorizer,
  decodeCursor,
  IdParam,
  PageQuery,
  pageOf,
  Principal,
  Route,
  tagVersion,
  VersionParam,
  type Page,
} from '#http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  OnDatePageQuery,
  OnDateQuery,
  SearchUnitsQuery,
  UnitAnswer,
  UnitOnDateAnswer,
  UnitsAbove,
  UnitsPage,
  UnitVersionAnswer,
  UnitVersionsPage,
  UnitVersionWhole,
} from './units.dto.js';
import { UnitsReader } from './units.reader.js';
import { UnitsStore, type UnitVersion } from './units.store.js';

/** The ward Vĩnh Niệm of the demo data. */
const WARD = '20628915-0922-5e62-a448-e7856b5efa26';
const PAGE = { type: UnitsPage, description: 'One page; ask again with `next` as `cursor`.' };

const today = (): string => dateOf(localDayOf(new Date()));

/** Units and the tree on a date: reference data, for anyone signed in. Who changed what and why needs a role there. */
@ApiTags('units')
@Controller('v1/units')
export class UnitReadsController {
  constructor(
    private readonly reader: UnitsReader,
    private readonly store: UnitsStore,
    private readonly authorizer: Authorizer,
  ) {}

  @Get()
  @Route({
    summary: 'Search units by name or code',
    description:
      'Units that live on the date. By name: words in their order, without case, diacritics and leading zeros, so that ' +
      '"khu pho 6" finds "Khu phố 06". By code: its beginning. Without either: all, by code.',
    access: 'reference',
    answer: PAGE,
    problems: ['one-search-only', 'invalid-cursor'],
  })
  search(@Query() { q, code, on, limit, cursor }: SearchUnitsQuery): Promise<Page<UnitOnDateAnswer>> {
    return this.reader.search({ q, code }, on ?? today(), { limit, cursor });
  }

  @Get(':id')
  @ApiId(WARD)
  @Route({
    summary: 'Read a unit on a date, with its history',
    access: 'reference',
    answer: { type: UnitAnswer, description: 'The unit.' },
    problems: ['no-such-unit'],
  })
  async one(
    @IdParam() id: string,
    @Query() { on }: OnDateQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UnitAnswer> {
    const unit = await this.reader.unit(id, on ?? today());
    tagVersion(response, unit.version);
    return unit;
  }

  @Get(':id/children')
  @ApiId(WARD)
  @Route({
    summary: 'List the units directly below on a date',
    description: 'Those that live on the date, by name in Vietnamese order.',
    access: 'reference',
    answer: PAGE,
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  children(@IdParam() id: string, @Query() { on, limit, cursor }: OnDatePageQuery): Promise<Page<UnitOnDateAnswer>> {
    return this.reader.children(id, on ?? today(), { limit, cursor });
  }

  @Get(':id/subtree')
  @ApiId(WARD)
  @Route({
    summary: 'List a unit and all below it on a date',
    description: 'Those that live on the date, by name in Vietnamese order.',
    access: 'reference',
    answer: PAGE,
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  subtree(@IdParam() id: string, @Query() { on, limit, cursor }: OnDatePageQuery): Promise<Page<UnitOnDateAnswer>> {
    return this.reader.subtree(id, on ?? today(), { limit, cursor });
  }

  @Get(':id/ancestors')
  @ApiId(WARD)
  @Route({
    summary: 'List the units above on a date',
    description: 'On a date outside its life: those above in the state nearest in time, as the figures have it.',
    access: 'reference',
    answer: { type: UnitsAbove, description: 'The nearest first, the root last.' },
    problems: ['no-such-unit'],
  })
  async ancestors(@IdParam() id: string, @Query() { on }: OnDateQuery): Promise<UnitsAbove> {
    return { items: await this.reader.ancestors(id, on ?? today()) };
  }

  @Get(':id/versions')
  @ApiId(WARD)
  @Route({
    summary: 'List the versions of a unit',
    description: 'Who changed it, when and why. For those with a role at the unit or above it.',
    access: 'unit',
    answer: { type: UnitVersionsPage, description: 'The newest first.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  async versions(
    @Principal() { sub }: Principal,
    @IdParam() id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<UnitVersionAnswer>> {
    await this.#mayReadHistory(sub, id);
    const [before] = decodeCursor(cursor, 1) ?? [];
    const rows = await this.store.history(id, limit + 1, before === undefined ? undefined : Number(before));
    const page = pageOf(rows, limit, ({ version }) => [version]);
    return { items: page.items.map(versionAnswer), next: page.next };
  }

  @Get(':id/versions/:version')
  @ApiId(WARD)
  @ApiParam({ name: 'version', type: 'integer', example: 1 })
  @Route({
    summary: 'Read one version of a unit',
    access: 'unit',
    answer: { type: UnitVersionWhole, description: 'The unit as it was recorded then.' },
    problems: ['no-such-unit', 'no-such-version'],
  })
  async version(
    @Principal() { sub }: Principal,
    @IdParam() id: string,
    @VersionParam() number: number,
  ): Promise<UnitVersionWhole> {
    await this.#mayReadHistory(sub, id);
    const version = await this.store.version(id, number);
    const { voided, stretches } = version.record;
    return { ...versionAnswer(version), id, voided, stretches };
  }

  /** Reasons are free text. Every role but none may read the figures of its subtree; the same may know why they moved. */
  async #mayReadHistory(sub: string, id: string): Promise<void> {
    await this.reader.unit(id, today());
    await this.authorizer.require(sub, 'figures:read', id);
  }
}

const versionAnswer = ({ version, treeRevision, act, actor, at, reason, byAct, decision }: UnitVersion) => ({
  version,
  treeRevision,
  act,
  actor,
  at: at.toISOString(),
  reason,
  ...(byAct && { byAct, decision }),
});
