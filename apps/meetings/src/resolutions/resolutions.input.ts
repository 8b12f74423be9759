import { derivedUuid } from '#http';
import type { NewTask, ResolutionDetails } from './resolution.js';
import type { AdoptResolutionDto, CorrectResolutionDto, NewTaskDto } from './resolutions.dto.js';
import type { Adoption } from './resolutions.rules.js';

/** What requests say, in the types of the rules. Tasks without an id get one that a repeat of the request gives again. */
export const toAdoption = (dto: AdoptResolutionDto | CorrectResolutionDto, scope: string): Adoption => ({
  ...toDetails(dto),
  tasks: dto.tasks.map((task, at) => toTask(task, derivedUuid(`${scope}/task/${at}`))),
});

const toDetails = (dto: AdoptResolutionDto | CorrectResolutionDto): ResolutionDetails => ({
  unitId: dto.unitId,
  meetingId: dto.meetingId ?? null,
  sessionId: dto.sessionId ?? null,
  voteId: dto.voteId ?? null,
  adoptedOn: dto.adoptedOn,
  type: dto.type,
  documentNumber: dto.documentNumber ?? null,
  term: dto.term ?? null,
  title: dto.title,
  text: dto.text ?? null,
});

const toTask = ({ id, assignee, deadline, text, target }: NewTaskDto, derived: string): NewTask => ({
  taskId: id ?? derived,
  assignee: { kind: assignee.kind, id: assignee.id },
  deadline,
  text,
  target: target ?? null,
});
