import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import {
  listOwnFormsOptions,
  withdrawOwnFormMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { OwnForm, OwnForms } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField } from '../../parts/FormField.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { AddFormDialog } from './AddFormDialog.tsx'
import css from './organisation.module.css'
import { ownFormsRoute } from './organisation.routes.ts'

export const Route = createLazyRoute('/organisation/forms')({ component: OwnFormList })

/** The unit's own forms in Word by type, and what can be put in one. */
function OwnFormList() {
  const t = useT()
  const { q } = ownFormsRoute.useSearch()
  const navigate = ownFormsRoute.useNavigate()
  const client = useQueryClient()
  const [open, setOpen] = useState<'add' | OwnForm | null>(null)
  const filter = { ...(q ? { q } : {}) }
  const query = useQuery(listOwnFormsOptions({ query: filter }))
  const mayAdd = query.data?.may.includes('form.add') ?? false
  const close = () => setOpen(null)
  const done = () => {
    close()
    void client.invalidateQueries()
  }
  const add = (
    <Button kind="go" icon={<IconPlus stroke={1.75} />} onClick={() => setOpen('add')}>
      {t('forms.add')}
    </Button>
  )
  return (
    <Page>
      <PageHead
        title={t('forms.title')}
        crumbs={[{ label: t('units.title'), href: '/organisation' }, { label: t('forms.title') }]}
        acts={mayAdd ? add : null}
      />
      <p className={css.hint}>{t('forms.lead')}</p>
      <DataList
        label={t('forms.title')}
        rows={query.data?.rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.fileName}
        columns={columnsOf(t, setOpen)}
        search={{
          value: q ?? '',
          label: t('forms.list.search'),
          onChange: (words) =>
            void navigate({ search: (now) => ({ ...now, q: words.trim() === '' ? undefined : words }) }),
        }}
        filtered={q !== undefined}
        onExport={() =>
          window.location.assign(`/api/v1/own-forms/export.xlsx?${new URLSearchParams(filter)}`)
        }
        error={query.error ?? undefined}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState title={t('forms.empty')} {...(mayAdd ? { act: add } : {})}>
            {t(mayAdd ? 'forms.empty.hint' : 'forms.empty.read')}
          </EmptyState>
        }
      />
      {query.data ? <Fields forms={query.data} /> : null}
      {open === 'add' && query.data ? (
        <AddFormDialog types={query.data.types} onClose={close} onDone={done} />
      ) : null}
      {open !== null && open !== 'add' ? <WithdrawDialog form={open} onClose={close} onDone={done} /> : null}
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>, onWithdraw: (form: OwnForm) => void): Column<OwnForm>[] {
  return [
    {
      key: 'type',
      title: t('forms.column.type'),
      phone: 'title',
      cell: (f) => (
        <>
          <span className={css.rowName} lang="vi">
            {f.type}
          </span>
          <span className={css.second}>{t('forms.version.n', { n: f.version })}</span>
        </>
      ),
    },
    {
      key: 'file',
      title: t('forms.column.file'),
      phone: 'line',
      cell: (f) => <a href={`/api/v1/own-forms/${f.id}/file`}>{f.fileName}</a>,
    },
    {
      key: 'since',
      title: t('forms.column.since'),
      width: '240px',
      phone: 'line',
      cell: (f) => [formatDate(f.since), f.addedBy].filter(Boolean).join(' · '),
    },
    {
      key: 'state',
      title: t('forms.column.state'),
      width: '150px',
      phone: 'line',
      cell: (f) => {
        const state = f.withdrawnAt !== null ? 'withdrawn' : f.isUsed ? 'used' : 'earlier'
        return <Status state={state === 'used' ? 'done' : 'nil'}>{t(`forms.state.${state}`)}</Status>
      },
    },
    {
      key: 'acts',
      title: '',
      width: '120px',
      cell: (f) =>
        f.may.includes('form.withdraw') ? (
          <Button
            size="small"
            aria-label={t('forms.withdraw.of', { n: f.version, type: f.type })}
            onClick={() => onWithdraw(f)}
          >
            {t('forms.withdraw')}
          </Button>
        ) : null,
    },
  ]
}

/** Styles of the official form by what they are for, as an office’s form may have them too. */
const styleNames = 'Nội dung, Phần La Mã, Mục, Điều, Căn cứ, Tên bảng'

/** What can be put in a form, and one to begin with. */
function Fields(props: { forms: OwnForms }) {
  const t = useT()
  const { types, fields } = props.forms
  const [type, setType] = useState('Kế hoạch')
  return (
    <div className={`${css.section} ${css.after}`}>
      <Group title={t('forms.example.title')}>
        <p className={css.hint}>
          {t('forms.example.words')} <span lang="vi">{styleNames}</span>
        </p>
        <div className={css.file}>
          <SelectField
            label={t('forms.example.type')}
            lang="vi"
            value={type}
            onChange={(e) => setType(e.target.value)}
            options={types.map((name) => ({ value: name, label: name }))}
          />
          <ButtonAnchor href={`/api/v1/own-forms/example.docx?${new URLSearchParams({ type })}`}>
            {t('forms.example.download')}
          </ButtonAnchor>
        </div>
        <ul className={css.rows}>
          {fields.map((f) => (
            <li key={f.name}>
              <code>{`{{${f.name}}}`}</code>{' '}
              {f.isRequired ? <span className="small mute">{t('forms.field.required')}</span> : null}
              <span className={css.second}>{f.words}</span>
            </li>
          ))}
        </ul>
      </Group>
    </div>
  )
}

function WithdrawDialog(props: { form: OwnForm; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { form, onClose, onDone } = props
  const withdraw = useMutation({ ...withdrawOwnFormMutation(), onSuccess: onDone })
  return (
    <ConfirmDialog
      title={t('forms.withdraw.of', { n: form.version, type: form.type })}
      act={t('forms.withdraw')}
      danger
      busy={withdraw.isPending && t('common.busy.saving')}
      onConfirm={() => withdraw.mutate({ path: { formId: form.id } })}
      onClose={onClose}
    >
      {withdraw.error ? <ErrorNote error={withdraw.error} focus /> : null}
      <p>{t('forms.withdraw.words')}</p>
    </ConfirmDialog>
  )
}
