import { IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDayMonth } from '#src/messages/format.ts'
import { Bar } from '../parts/Bar.tsx'
import { Button } from '../parts/Button.tsx'
import { DataList, type Column, type Sort } from '../parts/DataList.tsx'
import { DueDate } from '../parts/DueDate.tsx'
import { EmptyState } from '../parts/EmptyState.tsx'
import { Page, PageHead } from '../parts/Page.tsx'
import { Status } from '../parts/Status.tsx'
import { schools, type School } from './sample.ts'

const columns: Column<School>[] = [
  {
    key: 'name',
    title: 'Trường và người chịu trách nhiệm',
    sortable: true,
    cell: (s) => (
      <>
        <span className="mid">{s.name}</span>
        <p className="cap">{s.head}</p>
      </>
    ),
  },
  {
    key: 'received',
    title: 'Đã nhận',
    cell: (s) => <Status state="done">{formatDayMonth(s.received)}</Status>,
  },
  {
    key: 'plan',
    title: 'Kế hoạch',
    cell: (s) =>
      s.plan === 'issued' ? (
        <Status state="done">đã ban hành</Status>
      ) : s.plan === 'late' ? (
        <Status state="late">bản 2 chưa quyết</Status>
      ) : (
        <Status state="open">chờ Phòng trả lời</Status>
      ),
  },
  {
    key: 'tasks',
    title: 'Nhiệm vụ',
    width: '144px',
    cell: (s) => <Bar value={s.done} total={s.tasks} unit="đạt" />,
  },
  {
    key: 'last',
    title: 'Hoạt động gần nhất',
    wideOnly: true,
    phone: 'hide',
    cell: (s) => (s.last ? formatDayMonth(s.last) : 'chưa có trong tháng 6'),
  },
  {
    key: 'due',
    title: 'Trễ nhất',
    sortable: true,
    cell: (s) => <DueDate due={s.due} today="2024-06-17" as="state" />,
  },
]

export function UnitsPage() {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set(['s0', 's1']))
  const [late, setLate] = useState(false)
  const [q, setQ] = useState('')
  const [sort, setSort] = useState<Sort>({ key: 'due', down: true })
  const rows = schools.filter(
    (s) => (!late || s.plan === 'late') && s.name.toLowerCase().includes(q.toLowerCase()),
  )
  return (
    <Page>
      <PageHead
        crumbs={[{ label: 'Kế hoạch', href: '/plans' }, { label: '04/KH-PGDĐT' }]}
        title="Bảng theo dõi 40 trường"
      />
      <DataList
        label="Bảng theo dõi"
        rows={rows}
        columns={columns}
        rowKey={(s) => s.id}
        rowName={(s) => s.name}
        onOpen={() => undefined}
        search={{ value: q, onChange: setQ, label: 'Tìm trường' }}
        filters={[
          { key: 'all', label: 'Tất cả', count: 40, pressed: !late, onPress: () => setLate(false) },
          {
            key: 'late',
            label: 'Trễ hoặc sắp đến hạn',
            count: 2,
            pressed: late,
            onPress: () => setLate(true),
          },
        ]}
        tools="Cập nhật 08:42"
        sort={sort}
        onSort={setSort}
        onExport={() => undefined}
        selection={{
          keys,
          onChange: setKeys,
          words: `Đã chọn ${keys.size} trường`,
          acts: <Button icon={<IconSend stroke={1.75} />}>Nhắc {keys.size} trường</Button>,
        }}
        more={{ onMore: () => undefined, loading: false, rest: 31 }}
        filtered={late || q !== ''}
        empty={<EmptyState title="Chưa có trường nào" />}
      />
    </Page>
  )
}
