import { useState } from 'react'
import { Bench } from '../parts/Bench.tsx'
import { Button } from '../parts/Button.tsx'
import { LitText, type Span } from '../parts/LitText.tsx'
import { PageHead } from '../parts/Page.tsx'
import { Panel, PanelBody } from '../parts/Panel.tsx'
import { Desk, Pin, Sheet, SheetHeading, SheetText } from '../parts/Sheet.tsx'
import { Status } from '../parts/Status.tsx'

const basis =
  'Căn cứ Nghị quyết số 176/NQ-HĐND ngày 15/7/2020 của Hội đồng nhân dân tỉnh về chương trình cải cách hành chính giai đoạn 2021 - 2030;'
const duty = '- Không để tháng nào không có hoạt động; mỗi quý các đơn vị gửi Sở một mô hình, cách làm hay.'

export function DocumentBench() {
  const [near, setNear] = useState<string | null>(null)
  const kind = (id: string, other: Span['kind']): Span['kind'] => (near === id ? 'near' : other)
  return (
    <Bench
      phoneFirst="right"
      head={
        <PageHead
          crumbs={[{ label: 'Văn bản đến', href: '/documents' }, { label: 'Sở GD&ĐT tỉnh Hà Giang Mới' }]}
          title="Kế hoạch 3127/KH-SGDĐT ngày 18/12/2023"
          status={<Status state="nil">2 chỗ cần xem lại</Status>}
          acts={
            <>
              <Button>Bản gốc .docx</Button>
              <Button kind="go">Lập kế hoạch từ văn bản này</Button>
            </>
          }
        />
      }
      middle={{
        label: 'Văn bản',
        ground: 'sunk',
        content: (
          <Desk>
            <Sheet
              head={{
                above: 'UBND TỈNH BẮC HÀ',
                issuer: 'SỞ GIÁO DỤC VÀ ĐÀO TẠO',
                number: (
                  <LitText
                    text="3127/KH-SGDĐT"
                    spans={[{ start: 0, end: 13, kind: kind('no', 'sure'), id: 'no' }]}
                  />
                ),
                placeDate: 'Bắc Hà, ngày 18 tháng 12 năm 2023',
                kind: 'KẾ HOẠCH',
                about: 'Tuyên truyền cải cách hành chính của ngành Giáo dục năm 2024',
              }}
            >
              <SheetText italic pin={<Pin n={1} current />}>
                <LitText
                  text={basis}
                  spans={[{ start: 7, end: 47, kind: 'current', id: 'basis' }]}
                  onPick={() => undefined}
                  onNear={setNear}
                />
              </SheetText>
              <SheetHeading>I. MỤC ĐÍCH, YÊU CẦU</SheetHeading>
              <SheetText>
                - Giúp cha mẹ học sinh biết thủ tục nào làm được qua mạng, ai giải quyết, bao lâu có kết quả;
                từ đó tham gia góp ý, giám sát.
              </SheetText>
              <SheetText pin={<Pin n={2} />}>
                <LitText
                  text={duty}
                  spans={[{ start: 2, end: duty.length, kind: kind('duty', 'unsure'), id: 'duty' }]}
                  onPick={() => undefined}
                  onNear={setNear}
                />
              </SheetText>
            </Sheet>
          </Desk>
        ),
      }}
      right={{
        label: 'Phần đã đọc',
        width: 520,
        content: (
          <div style={{ padding: 20 }}>
            <Panel title="Ngày của Nghị quyết 176/NQ-HĐND có thể ghi nhầm">
              <PanelBody>
                <p>Trong văn bản 15/7/2020, thư viện 15/7/2021.</p>
                <p style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 12 }}>
                  <Button size="small">Dùng 15/7/2021</Button>
                  <Button size="small">Giữ như văn bản</Button>
                </p>
              </PanelBody>
            </Panel>
          </div>
        ),
      }}
    />
  )
}
