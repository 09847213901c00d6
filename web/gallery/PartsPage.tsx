import { useState } from 'react'
import { ApiError, networkError } from '../app/problem.ts'
import { Button, IconButton } from '../parts/Button.tsx'
import { Chip, Chips, Tag } from '../parts/Chip.tsx'
import { CoverageLegend } from '../parts/CoverageSquare.tsx'
import { DataList } from '../parts/DataList.tsx'
import { ConfirmDialog } from '../parts/Dialog.tsx'
import { DueDate } from '../parts/DueDate.tsx'
import { EmptyState } from '../parts/EmptyState.tsx'
import { ErrorNote } from '../parts/ErrorNote.tsx'
import { CheckField, Form, TextField } from '../parts/FormField.tsx'
import { Quote } from '../parts/LitText.tsx'
import { Page, PageHead } from '../parts/Page.tsx'
import { Panel, PanelBody } from '../parts/Panel.tsx'
import { SaveState } from '../parts/SaveState.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Status, type State } from '../parts/Status.tsx'
import { sentence } from './sample.ts'

const states: State[] = ['late', 'soon', 'done', 'open', 'busy', 'nil']
const refused = new ApiError({
  code: 'common.invalid',
  status: 400,
  message: 'Có chỗ ghi chưa đúng. Xem các ô được đánh dấu rồi sửa.',
  reference: '0190-7f3a',
  errors: [{ path: 'title', message: 'Tên việc chưa có' }],
})

export function PartsPage() {
  const [asks, setAsks] = useState(false)
  const row = { display: 'flex', gap: 12, flexWrap: 'wrap', alignItems: 'center' } as const
  return (
    <Page>
      <PageHead title="Các phần" acts={<Button kind="go">Một nút chính</Button>} />
      <div style={{ display: 'grid', gap: 24 }}>
        <div style={row}>
          {states.map((s) => (
            <Status key={s} state={s} />
          ))}
        </div>
        <div style={row}>
          <DueDate due="2024-06-13" today="2024-06-17" />
          <DueDate due="2024-06-17" today="2024-06-17" />
          <DueDate due="2024-06-18" today="2024-06-17" />
          <DueDate due={null} today="2024-06-17" />
        </div>
        <div style={row}>
          <Button>Thường</Button>
          <Button kind="bare">Trơn</Button>
          <Button kind="danger" onClick={() => setAsks(true)}>
            Thu hồi…
          </Button>
          <Button kind="go" busy="Đang gửi…">
            Gửi 40 trường
          </Button>
          <Button reason="Còn 2 đoạn chưa viết">Trình lãnh đạo</Button>
          <IconButton label="Đóng">×</IconButton>
        </div>
        <Chips label="Bộ lọc">
          <Chip pressed count={40}>
            Tất cả
          </Chip>
          <Chip pressed={false} count={14}>
            Mầm non
          </Chip>
        </Chips>
        <p>
          Phòng GD&ĐT các huyện <Tag>để thực hiện</Tag>; VT <Tag>lưu</Tag>
        </p>
        <div style={row}>
          <SaveState saving={{ state: 'unsaved' }} />
          <SaveState saving={{ state: 'saving' }} />
          <SaveState saving={{ state: 'failed', onRetry: () => undefined }} />
        </div>
        <ErrorNote error={refused} />
        <ErrorNote error={networkError()} onRetry={() => undefined} />
        <EmptyState title="Chưa có kế hoạch nào" act={<Button kind="go">Lập kế hoạch</Button>}>
          Kéo văn bản của Sở vào đây, hoặc lập từ năm ngoái.
        </EmptyState>
        <Skeleton rows={2} />
        <DataList
          label="Danh sách lỗi"
          rows={undefined}
          columns={[]}
          rowKey={String}
          rowName={String}
          error={networkError()}
          onRetry={() => undefined}
          empty={null}
        />
        <Panel title="Câu trong văn bản" note="trích">
          <PanelBody>
            <Quote text={sentence} spans={[{ start: 76, end: 175, kind: 'lit' }]} />
          </PanelBody>
        </Panel>
        <CoverageLegend />
        <Form onSubmit={() => undefined} acts={<Button type="submit">Lưu</Button>}>
          <TextField label="Tên việc" hint="Một câu bắt đầu bằng động từ" error="Tên việc chưa có" />
          <TextField label="Ghi chú" optional />
          <CheckField label="Là nhiệm vụ trọng tâm" hint="Được nêu riêng trong báo cáo" />
        </Form>
      </div>
      {asks ? (
        <ConfirmDialog
          title="Thu hồi kế hoạch 04/KH-PGDĐT?"
          act="Thu hồi kế hoạch"
          danger
          onConfirm={() => setAsks(false)}
          onClose={() => setAsks(false)}
        >
          40 trường đã nhận sẽ thấy kế hoạch này không còn hiệu lực.
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}
