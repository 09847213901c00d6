import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { Bar } from '../parts/Bar.tsx'
import { Bench } from '../parts/Bench.tsx'
import { Button } from '../parts/Button.tsx'
import { ClauseOutline, SourceTabs } from '../parts/ClauseOutline.tsx'
import { CoverageLegend, CoverageSummary } from '../parts/CoverageSquare.tsx'
import { Drawer, DrawerPart, Facts } from '../parts/Drawer.tsx'
import { EmptyState } from '../parts/EmptyState.tsx'
import { Figure } from '../parts/Figure.tsx'
import { PageHead } from '../parts/Page.tsx'
import { PhotoStrip } from '../parts/PhotoStrip.tsx'
import { Status } from '../parts/Status.tsx'
import { Thread, type ThreadNode } from '../parts/Thread.tsx'
import { coverage, drawing, outline, sentence } from './sample.ts'

export const nodes: ThreadNode[] = [
  {
    id: 'n1',
    kind: 'doc',
    whose: 'Sở GD&ĐT',
    where: '3127 · II.2.b',
    quote: { text: sentence, spans: [{ start: 76, end: 175, kind: 'lit' }] },
  },
  {
    id: 'n2',
    kind: 'task',
    whose: 'Phòng',
    where: '04 · nhiệm vụ 7',
    title: 'Phát tờ gấp hỏi – đáp tuyển sinh',
    here: true,
  },
  { id: 'n3', kind: 'task', whose: '40 trường', where: 'nhiệm vụ của trường', hidden: true },
  {
    id: 'n4',
    kind: 'activity',
    where: '15/3–14/6',
    title: '52 hoạt động, 49 có ảnh',
    more: (
      <PhotoStrip
        small
        photos={[200, 30, 120].map((h) => ({ id: String(h), src: drawing(h), alt: 'Bảng tin của trường' }))}
      />
    ),
  },
  {
    id: 'n5',
    kind: 'figure',
    where: 'báo cáo 6 tháng',
    more: (
      <>
        <Figure value={6284} onOpen={() => undefined} /> tờ gấp đã phát
      </>
    ),
  },
]

export function PlanBench() {
  const [clause, setClause] = useState('f')
  const [open, setOpen] = useState(true)
  const [source, setSource] = useState('s')
  return (
    <Bench
      head={
        <PageHead
          crumbs={[{ label: 'Kế hoạch', href: '/plans' }, { label: '04/KH-PGDĐT' }]}
          title="Tuyên truyền cải cách hành chính năm 2024"
          status={<Status state="done">Bản 2, ban hành 03/06/2024</Status>}
          acts={
            <>
              <Button icon={<IconPrinter stroke={1.75} />}>In</Button>
              <Button kind="go">Soạn bản sửa đổi</Button>
            </>
          }
        />
      }
      left={{
        label: 'Điều khoản',
        width: 304,
        content: (
          <div style={{ paddingTop: 16 }}>
            <SourceTabs
              label="Kế hoạch của cấp trên"
              sources={[
                { id: 's', label: 'Sở · 3127' },
                { id: 'u', label: 'UBND huyện · 112' },
              ]}
              selected={source}
              onSelect={setSource}
            />
            <div style={{ padding: '0 24px 4px' }}>
              <CoverageSummary counts={coverage} />
            </div>
            <ClauseOutline groups={outline} selected={clause} onSelect={setClause} />
            <div style={{ padding: '8px 24px 24px' }}>
              <CoverageLegend />
            </div>
          </div>
        ),
      }}
      middle={{
        label: 'Nhiệm vụ',
        content: (
          <div style={{ padding: 16, display: 'grid', gap: 16 }}>
            <EmptyState
              title="Chưa nhiệm vụ nào thực hiện mục này"
              act={
                <>
                  <Button size="small">Thêm nhiệm vụ</Button>
                  <Button size="small" kind="bare">
                    Không thuộc Phòng, vì…
                  </Button>
                </>
              }
            >
              Sở giao cho các phòng. Kết quả phải có trong báo cáo trước 20/06.
            </EmptyState>
            <button type="button" onClick={() => setOpen(true)}>
              7 Phát tờ gấp hỏi – đáp tuyển sinh đến cha mẹ học sinh lớp đầu cấp
            </button>
            <Bar value={6284} total={7000} unit="tờ" />
            <Bar value={17} total={17} unit="trường" />
          </div>
        ),
      }}
      drawer={
        open ? (
          <Drawer
            cap="Nhiệm vụ 7 · trọng tâm"
            title="Phát tờ gấp hỏi – đáp tuyển sinh đến cha mẹ học sinh lớp đầu cấp"
            onClose={() => setOpen(false)}
          >
            <Facts
              facts={[
                { label: 'Sản phẩm', value: '7.000 tờ, 40 trường' },
                { label: 'Chủ trì', value: 'Trần Thị Thu Hằng' },
                { label: 'Thời gian', value: '“trước kỳ tuyển sinh”: 15/3–30/6' },
              ]}
            />
            <DrawerPart title="Mạch việc" act={<a href="#/reports">Mở rộng</a>}>
              <Thread nodes={nodes} />
            </DrawerPart>
          </Drawer>
        ) : undefined
      }
    />
  )
}
