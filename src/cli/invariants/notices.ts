import { sql } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'

/** A mail that has not ended has a job that will send it: none is forgotten. */
const mailJob = byQuery(
  'mail_job',
  () => sql`select m.id::text, m.state from mails m where m.state in ('queued', 'sending') and not exists (
    select 1 from jobs j where j.kind = 'mail.send' and j.state <> 'done' and j.payload->>'mailId' = m.id::text)`,
)

export const noticeInvariants: readonly Invariant[] = [mailJob]
