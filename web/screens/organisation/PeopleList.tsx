import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { listPeopleInfiniteOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Membership, PersonOfUnit } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Menu, type MenuChoice } from '../../parts/Menu.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import { AddPersonDialog } from './AddPersonDialog.tsx'
import { AddRoleDialog, PlaceDialog } from './PlaceDialogs.tsx'
import { CodeDialog } from './CodeDialog.tsx'
import { LinkDialog, RevokeDialog } from './LinkDialogs.tsx'
import css from './organisation.module.css'
import { peopleRoute } from './organisation.routes.ts'
import { ChangePersonDialog, EndMembershipDialog } from './PersonDialogs.tsx'
import { RemoveFactorDialog } from './SignInRules.tsx'

export const Route = createLazyRoute('/organisation/units/$unitId/people')({ component: PeopleList })

type Open =
  | { what: 'add' }
  | { what: 'link' | 'code' | 'revoke' | 'change' | 'role' | 'factor'; person: PersonOfUnit }
  | { what: 'end' | 'place'; person: PersonOfUnit; membership: Membership }

/** People of a unit with their places, and for administrators what can be done with each. */
function PeopleList() {
  const t = useT()
  const { unitId } = peopleRoute.useParams()
  const search = peopleRoute.useSearch()
  const navigate = peopleRoute.useNavigate()
  const client = useQueryClient()
  const { today } = useSession()
  const [open, setOpen] = useState<Open | null>(null)
  const filter = { ...(search.q ? { q: search.q } : {}), ...(search.state ? { state: search.state } : {}) }
  const query = useInfiniteQuery({
    ...listPeopleInfiniteOptions({ path: { unitId }, query: filter }),
    initialPageParam: { path: { unitId } },
    getNextPageParam: (last) =>
      last.next === null ? undefined : { path: { unitId }, query: { cursor: last.next } },
  })
  const [first] = query.data?.pages ?? []
  const people = query.data?.pages.flatMap((p) => p.people)
  const close = () => setOpen(null)
  const refresh = () => void client.invalidateQueries()
  const done = () => {
    close()
    refresh()
  }
  const title = first ? t('people.list.title', { unit: first.unit.shortName }) : t('people.title')
  return (
    <Page>
      <PageHead
        title={title}
        crumbs={[
          { label: t('units.title'), href: '/organisation' },
          ...(first ? [{ label: first.unit.name, href: `/organisation/units/${unitId}` }] : []),
        ]}
        acts={
          first?.may.includes('person.add') ? (
            <>
              <ButtonLink to="/organisation/units/$unitId/people/import" params={{ unitId }}>
                {t('people.act.import')}
              </ButtonLink>
              <Button kind="go" onClick={() => setOpen({ what: 'add' })}>
                {t('people.act.add')}
              </Button>
            </>
          ) : null
        }
      />
      <DataList
        label={title}
        rows={people}
        columns={columnsOf(t, today, first?.may.includes('person.add') ? setOpen : null)}
        rowKey={(p) => p.id}
        rowName={(p) => p.name}
        search={{
          value: search.q ?? '',
          onChange: (q) => void navigate({ search: (now) => ({ ...now, q: q === '' ? undefined : q }) }),
          label: t('people.list.search'),
        }}
        filters={[
          {
            key: 'ended',
            label: t('people.list.ended'),
            pressed: search.state === 'ended',
            onPress: () =>
              void navigate({ search: (now) => ({ ...now, state: now.state ? undefined : 'ended' }) }),
          },
        ]}
        onExport={() =>
          window.location.assign(
            `/api/v1/units/${unitId}/people/export.xlsx?${new URLSearchParams(filter).toString()}`,
          )
        }
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), loading: query.isFetchingNextPage } }
          : {})}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={search.q !== undefined}
        empty={
          search.state === 'ended' ? (
            <EmptyState title={t('people.list.ended.empty')} />
          ) : (
            <EmptyState title={t('people.list.empty')}>{t('people.list.empty.hint')}</EmptyState>
          )
        }
      />
      {open?.what === 'add' && first ? (
        <AddPersonDialog
          unitId={unitId}
          desks={first.desks}
          onClose={close}
          onDone={(person, invite) => {
            refresh()
            setOpen(invite ? { what: 'link', person } : null)
          }}
        />
      ) : null}
      {open?.what === 'link' ? (
        <LinkDialog unitId={unitId} person={open.person} onClose={done} onMade={refresh} />
      ) : null}
      {open?.what === 'code' ? <CodeDialog unitId={unitId} person={open.person} onClose={close} /> : null}
      {open?.what === 'revoke' ? <RevokeDialog person={open.person} onClose={close} onDone={done} /> : null}
      {open?.what === 'factor' ? (
        <RemoveFactorDialog unitId={unitId} person={open.person} onClose={close} onDone={done} />
      ) : null}
      {open?.what === 'change' ? (
        <ChangePersonDialog unitId={unitId} person={open.person} onClose={close} onDone={done} />
      ) : null}
      {open?.what === 'role' && first ? (
        <AddRoleDialog unitId={unitId} person={open.person} onClose={close} onDone={done} />
      ) : null}
      {open?.what === 'place' && first ? (
        <PlaceDialog membership={open.membership} desks={first.desks} onClose={close} onDone={done} />
      ) : null}
      {open?.what === 'end' ? (
        <EndMembershipDialog
          person={open.person}
          membership={open.membership}
          onClose={close}
          onDone={done}
        />
      ) : null}
    </Page>
  )
}

function columnsOf(
  t: ReturnType<typeof useT>,
  today: string,
  onOpen: ((open: Open) => void) | null,
): Column<PersonOfUnit>[] {
  return [
    {
      key: 'name',
      title: t('people.list.name'),
      cell: (p) => (
        <>
          <span className={css.rowName}>{p.name}</span>
          {p.memberships.some((m) => m.isHead && m.from <= today && !hasEnded(m, today)) ? (
            <span className={css.second}>{t('people.list.head')}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'place',
      title: t('people.list.place'),
      cell: (p) => {
        const [place] = p.memberships
        const words = [place?.title, place?.desk?.name].filter(Boolean).join(', ')
        return words === '' ? <None /> : words
      },
    },
    {
      key: 'roles',
      title: t('people.list.roles'),
      cell: (p) =>
        p.memberships.map((m) => (
          <span key={m.id} className={css.roleLine}>
            {(hasEnded(m, today)
              ? [t(`people.role.${m.role}`), t('people.list.period', periodOf(m))]
              : [
                  t(`people.role.${m.role}`),
                  m.from > today ? t('people.list.from', { day: formatDate(m.from) }) : '',
                  m.until ? t('people.list.until', { day: formatDate(m.until) }) : '',
                ]
            )
              .filter((w) => w !== '')
              .join(' ')}
          </span>
        )),
    },
    {
      key: 'contact',
      title: t('people.list.contact'),
      wideOnly: true,
      cell: (p) => (
        <>
          {p.contact?.email}
          {p.contact && !p.contact.email && !p.contact.phone ? <None /> : null}
          {p.contact?.phone ? <span className={css.second}>{p.contact.phone}</span> : null}
        </>
      ),
    },
    {
      key: 'account',
      title: t('people.list.account'),
      cell: (p) => (
        <>
          <Status state={p.hasAccount ? 'done' : p.invitation ? 'busy' : 'nil'}>
            {p.hasAccount
              ? t('people.account.yes')
              : p.invitation
                ? t('people.account.invited', { day: dayOf(p.invitation.expiresAt) })
                : t('people.account.no')}
          </Status>
          {p.login ? (
            <span className={css.second}>
              {[p.login, p.hasSecondFactor ? t('people.factor.on') : ''].filter(Boolean).join(' · ')}
            </span>
          ) : null}
        </>
      ),
    },
    ...(onOpen
      ? [
          {
            key: 'acts',
            title: '',
            width: '96px',
            cell: (p: PersonOfUnit) => <PersonMenu person={p} today={today} onOpen={onOpen} />,
          },
        ]
      : []),
  ]
}

function hasEnded(m: Membership, today: string): boolean {
  return m.until !== null && m.until <= today
}

function periodOf(m: Membership): { from: string; until: string } {
  return { from: formatDate(m.from), until: m.until === null ? '' : formatDate(m.until) }
}

function PersonMenu(props: { person: PersonOfUnit; today: string; onOpen: (open: Open) => void }) {
  const t = useT()
  const { person, today, onOpen } = props
  const may = (what: string) => person.may.includes(what)
  const choices: MenuChoice[] = []
  if (may('person.invite')) {
    const word = person.hasAccount ? 'resetLink' : person.invitation ? 'inviteAgain' : 'invite'
    choices.push({
      key: 'link',
      label: t(`people.act.${word}`),
      onPick: () => onOpen({ what: 'link', person }),
    })
    if (person.hasAccount)
      choices.push({
        key: 'code',
        label: t('people.act.resetCode'),
        onPick: () => onOpen({ what: 'code', person }),
      })
  }
  if (person.invitation)
    choices.push({
      key: 'revoke',
      label: t('people.act.revoke'),
      onPick: () => onOpen({ what: 'revoke', person }),
    })
  if (may('person.remove_second_factor'))
    choices.push({
      key: 'factor',
      label: t('people.act.removeFactor'),
      onPick: () => onOpen({ what: 'factor', person }),
    })
  if (may('person.change'))
    choices.push({
      key: 'change',
      label: t('people.act.changePerson'),
      onPick: () => onOpen({ what: 'change', person }),
    })
  const [membership] = person.memberships
  if (may('membership.change') && membership)
    choices.push(
      {
        key: 'place',
        label: t('people.act.changeMembership'),
        onPick: () => onOpen({ what: 'place', person, membership }),
      },
      { key: 'role', label: t('people.act.addRole'), onPick: () => onOpen({ what: 'role', person }) },
    )
  if (may('membership.end'))
    for (const membership of person.memberships.filter((m) => m.until === null || m.until > today))
      choices.push({
        key: membership.id,
        label: `${t('people.act.end')}: ${t(`people.role.${membership.role}`)}`,
        onPick: () => onOpen({ what: 'end', person, membership }),
      })
  if (choices.length === 0) return null
  return (
    <Menu
      align="end"
      label={person.name}
      choices={choices}
      trigger={(button) => (
        <Button size="small" {...button} aria-label={t('people.act.more', { name: person.name })}>
          {t('people.act.edit')}
        </Button>
      )}
    />
  )
}

function None() {
  const t = useT()
  return <span className="mute">{t('common.none')}</span>
}

/** An instant's day in Viet Nam, as people write it. */
function dayOf(at: string): string {
  return formatDate(new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10))
}
