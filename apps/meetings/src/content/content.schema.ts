import { Schema } from 'mongoose';
import type { AgendaItem, MeetingContent, Preparation, Vote } from './content.js';

const text = { type: String, required: true };
const count = { type: Number, required: true };
const flag = { type: Boolean, required: true };
const perhaps = { type: String, default: null };
const instant = { type: Date, default: null };

const preparation = new Schema<Preparation>(
  {
    noticeSentAt: instant,
    noticeToSuperior: flag,
    documentsAt: instant,
    committeeMetOn: perhaps,
    draftReady: flag,
    guests: { type: Number, default: null },
    noticeInTime: { type: Boolean, default: null },
    documentsInTime: { type: Boolean, default: null },
  },
  { _id: false },
);

const agendaItem = new Schema<AgendaItem>({ id: text, kind: text }, { _id: false, id: false });

const vote = new Schema<Vote>(
  {
    id: text,
    unitId: text,
    itemId: perhaps,
    subject: text,
    method: text,
    for: count,
    against: count,
    abstained: count,
    threshold: text,
    base: count,
    carried: flag,
  },
  { _id: false, id: false },
);

/** The content of a meeting, inside its document. */
export const contentSchema = new Schema<MeetingContent>(
  {
    preparation: { type: preparation, required: true },
    agenda: { type: [agendaItem], required: true },
    votes: { type: [vote], required: true },
    minutesVersion: { type: Number, default: null },
  },
  { _id: false },
);
