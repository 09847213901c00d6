import { useState } from 'react'
import { Bench } from '../parts/Bench.tsx'
import { Button } from '../parts/Button.tsx'
import { Drawer, DrawerPart } from '../parts/Drawer.tsx'
import { Figure } from '../parts/Figure.tsx'
import { PageHead } from '../parts/Page.tsx'
import { SaveState } from '../parts/SaveState.tsx'
import { Desk, NotReported, Sheet, SheetHeading, SheetTable, SheetText } from '../parts/Sheet.tsx'
import { Thread } from '../parts/Thread.tsx'
import { nodes } from './PlanBench.tsx'

const rows = [
  { name: 'Kế hoạch đã ban hành', unit: 'bản', n: 39 },
  { name: 'Lượt người dự', unit: 'lượt', n: 9846 },
  { name: 'Tờ gấp đã phát', unit: 'tờ', n: 6284 },
]

export function ReportBench() {
  const [open, setOpen] = useState<string | null>('Tờ gấp đã phát')
  return (
    <Bench
      drawerWidth={432}
      head={
        <PageHead
          crumbs={[{ label: 'Báo cáo', href: '/reports' }, { label: 'Gửi Sở GD&ĐT và UBND huyện' }]}
          title="Báo cáo 6 tháng đầu năm 2024"
          status={<SaveState saving={{ state: 'saved', at: '2024-06-17T01:42:00Z' }} />}
          acts={<Button kind="go">Trình lãnh đạo</Button>}
        />
      }
      middle={{
        label: 'Báo cáo như bản in',
        ground: 'sunk',
        content: (
          <Desk>
            <Sheet
              width={728}
              head={{
                above: 'UBND HUYỆN SƠN HÀ',
                issuer: 'PHÒNG GIÁO DỤC VÀ ĐÀO TẠO',
                number: '…/BC-PGDĐT',
                placeDate: 'Sơn Hà, ngày … tháng 6 năm 2024',
                kind: 'BÁO CÁO',
                about: 'Kết quả tuyên truyền cải cách hành chính 6 tháng đầu năm 2024',
              }}
            >
              <SheetHeading>I. KẾT QUẢ THỰC HIỆN</SheetHeading>
              <SheetText>
                Từ ngày 15/12/2023 đến ngày 14/6/2024, Phòng và các trường đã ban hành{' '}
                <Figure value={39} onOpen={() => setOpen('39')} open={open === '39'} changed /> kế hoạch.
              </SheetText>
              <SheetTable label="Biểu 1. Số liệu tuyên truyền">
                <thead>
                  <tr>
                    <th>TT</th>
                    <th>Chỉ tiêu</th>
                    <th>Đơn vị</th>
                    <th>Trong kỳ</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((r, i) => (
                    <tr key={r.name} data-current={open === r.name || undefined}>
                      <td data-align="center">{i + 1}</td>
                      <td>{r.name}</td>
                      <td data-align="center">{r.unit}</td>
                      <td data-align="right">
                        <Figure value={r.n} onOpen={() => setOpen(r.name)} open={open === r.name} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </SheetTable>
              <SheetText plain>
                <NotReported>Chưa báo cáo</NotReported> MN Ban Mai, THCS Tân Lập.
              </SheetText>
            </Sheet>
          </Desk>
        ),
      }}
      drawer={
        open ? (
          <Drawer
            cap="Biểu 1, dòng 4, trong kỳ"
            title="6.284 tờ gấp từ đâu ra?"
            onClose={() => setOpen(null)}
          >
            <DrawerPart title="Mạch việc qua TH Đồng Xuân">
              <Thread nodes={nodes} big />
            </DrawerPart>
          </Drawer>
        ) : undefined
      }
    />
  )
}
