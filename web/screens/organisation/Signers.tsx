import { useQuery } from '@tanstack/react-query'
import { formatDate } from '#src/messages/format.ts'
import type { Signers as Offered } from '../../api/generated/index.ts'
import { listSignersOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField } from '../../parts/FormField.tsx'
import { dayBefore } from './Delegations.tsx'
import css from './organisation.module.css'

type Type = NonNullable<Parameters<typeof listSignersOptions>[0]>['query']['type']
export type Signer = Offered['signers'][number]

const keyOf = (s: { personId: string | null; authority: string | null; deputyOf?: string | null }) =>
  [s.personId, s.authority ?? '', s.deputyOf ?? ''].join('|')

/** Who may sign a type of document on its day, taken over as a whole: person, right, position. */
export function SignerPicker(props: {
  type: string
  /** the document's day; today where it has none */
  on: string | null
  signer: { personId: string | null; authority: string | null; deputyOf?: string | null }
  onPick: (signer: Signer) => void
}) {
  const t = useT()
  const { type, on, signer, onPick } = props
  const query = useQuery(
    // The list of types is the server's own.
    listSignersOptions({ query: { type: type as Type, ...(on === null ? {} : { on }) } }),
  )
  const signers = query.data?.signers
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  if (signers?.length === 0)
    return (
      <p className="small mute">
        {t('mandates.pick.none')} <AppLink href="/organisation/mandates">{t('mandates.title')}</AppLink>
      </p>
    )
  const chosen = signers?.find((s) => keyOf(s) === keyOf(signer))
  return (
    <SelectField
      label={t('mandates.pick.label')}
      hint={t('mandates.pick.hint')}
      optional
      lang="vi"
      value={chosen ? keyOf(chosen) : ''}
      onChange={(e) => {
        const picked = signers?.find((s) => keyOf(s) === e.target.value)
        if (picked) onPick(picked)
      }}
      options={[
        { value: '', label: t('mandates.pick.choose') },
        ...(signers ?? []).map((s) => {
          const words = `${s.name}: ${s.lines.join(' / ')}`
          const last = s.until === null ? null : formatDate(dayBefore(s.until))
          return { value: keyOf(s), label: last === null ? words : t('mandates.pick.until', { words, last }) }
        }),
      ]}
    />
  )
}

/** Whoever approves or signs is told, in a sentence, of a signer who may not sign; nothing where he may. */
export function SignerNote(props: {
  findings: readonly { code: string; sentence: string; article: string | null }[]
}) {
  const t = useT()
  const finding = props.findings.find((f) => f.code.startsWith('signer_'))
  if (!finding) return null
  return (
    <p className={css.note} role="status">
      {finding.sentence} <span className="small mute">({finding.article})</span>{' '}
      <AppLink href="/organisation/mandates">{t('mandates.title')}</AppLink>
    </p>
  )
}
