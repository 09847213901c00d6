import type { DraftSigner } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Row, type Rows } from './Row.tsx'

/** Who signed, and in which position. */
export function SignerRow(props: { rows: Rows; signer: DraftSigner | null }) {
  const t = useT()
  const { rows, signer } = props
  if (!signer || (signer.name === null && signer.position === null)) return null
  return (
    <Row rows={rows} id="signer" label={t('library.field.signer')}>
      {signer.name ?? t('library.bench.none')}
      <small>{[signer.authority, signer.position].filter(Boolean).join(' ')}</small>
    </Row>
  )
}
