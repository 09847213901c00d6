import { IconDownload } from '@tabler/icons-react'
import type { DocumentView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { Menu, type MenuChoice } from '../../parts/Menu.tsx'
import { useOwnForm } from '../organisation/InOwnForm.tsx'

/** What can be taken home of a document: its original, its papers, and a .docx in the unit's own form. One is a button, more are a list. */
export function DocumentFiles(props: { document: DocumentView }) {
  const t = useT()
  const { document: d } = props
  const inOwnForm = useOwnForm(d.mine && d.origin === 'issued' ? d.type : null)
  const files: (MenuChoice & { href: string })[] = d.files.map((file) => ({
    key: file.kind,
    href: `/api/v1/documents/${d.id}/files/${file.kind}`,
    download: file.name,
    label:
      file.kind === 'original'
        ? `${t('library.bench.original')} ${extensionOf(file.name)}`
        : t(`library.bench.${file.kind}`),
  }))
  if (inOwnForm)
    files.push({ key: 'own', href: `/api/v1/documents/${d.id}/own-form`, label: t('library.bench.own') })
  const [first, second] = files
  if (!first) return null
  const icon = <IconDownload stroke={1.75} />
  if (!second)
    return (
      <ButtonAnchor href={first.href} download={first.download} icon={icon}>
        {first.label}
      </ButtonAnchor>
    )
  return (
    <Menu
      label={t('common.download')}
      trigger={(own) => (
        <Button {...own} icon={icon}>
          {t('common.download')}
        </Button>
      )}
      choices={files}
    />
  )
}

function extensionOf(name: string): string {
  return /\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? ''
}
