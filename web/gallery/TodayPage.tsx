import { IconSend } from '@tabler/icons-react'
import { Button } from '../parts/Button.tsx'
import { ObligationRow, Obligations } from '../parts/ObligationRow.tsx'
import { Columns, Group, Page, PageHead } from '../parts/Page.tsx'
import { Panel, PanelBody, PanelRows } from '../parts/Panel.tsx'
import { Status } from '../parts/Status.tsx'

const today = '2024-06-17'

export function TodayPage() {
  return (
    <Page>
      <PageHead over="Thứ Hai, 17/06/2024" title="Chào chị Hằng. Còn 6 việc, 1 việc quá hạn." />
      <Columns
        aside={
          <>
            <Panel
              title="Đang chờ các trường"
              note="3 trường"
              footer={<Button icon={<IconSend stroke={1.75} />}>Nhắc 3 trường</Button>}
            >
              <PanelRows>
                <li>
                  MN Hoa Mai <Status state="late">quá 3 ngày</Status>
                </li>
                <li>
                  TH Đồng Xuân <Status state="late">quá 2 ngày</Status>
                </li>
              </PanelRows>
            </Panel>
            <Panel title="Tháng 6 đã xong">
              <PanelBody>38 báo cáo 6 tháng đã chấp nhận</PanelBody>
            </Panel>
          </>
        }
      >
        <Group title="Quá hạn" note="1 việc">
          <Obligations>
            <ObligationRow
              due="2024-06-13"
              today={today}
              title="Trả lời đề nghị điều chỉnh kế hoạch của TH&THCS Khe Rồng"
              detail="Xin đổi hội thi trực tiếp thành thi trên giấy vì đường sạt lở. Nhiệm vụ 12, Kế hoạch 04/KH-PGDĐT."
              act={<Button kind="go">Trả lời</Button>}
            />
          </Obligations>
        </Group>
        <Group title="Tuần này" note="3 việc">
          <Obligations>
            <ObligationRow
              due="2024-06-18"
              today={today}
              title="Xem 2 báo cáo 6 tháng vừa nộp lại"
              detail="MN Ban Mai: sửa số tờ gấp đã phát."
              act={<Button>Xem báo cáo</Button>}
            />
            <ObligationRow
              due="2024-06-20"
              today={today}
              title="Trình lãnh đạo báo cáo 6 tháng gửi Sở GD&ĐT và UBND huyện"
              detail="Số liệu đã tự điền. Còn 2 đoạn lời chưa viết."
              progress={{ value: 38, total: 40, unit: 'trường đã được chấp nhận' }}
              act={<Button>Mở báo cáo</Button>}
            />
            <ObligationRow
              due="2024-06-16"
              today={today}
              done="2024-06-17"
              title="Xác nhận đã nhận công văn 386/PGDĐT"
              act={<Button kind="bare">Hoàn tác</Button>}
            />
          </Obligations>
        </Group>
        <Group title="Sau đó" note="1 việc">
          <Obligations>
            <ObligationRow
              due="2025-01-05"
              today={today}
              title="Lập kế hoạch của trường"
              act={<Button>Lập kế hoạch</Button>}
            />
          </Obligations>
        </Group>
      </Columns>
    </Page>
  )
}
