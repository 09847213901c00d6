import { useState } from 'react'
import { Button } from '../parts/Button.tsx'
import { DateField } from '../parts/DateField.tsx'
import { RadioCards, SelectField, TextArea } from '../parts/FormField.tsx'
import { Page, PageHead } from '../parts/Page.tsx'
import { PhoneBar, SaveBar } from '../parts/PhoneBar.tsx'
import { PhotoStrip } from '../parts/PhotoStrip.tsx'
import { Stepper } from '../parts/Stepper.tsx'
import { drawing } from './sample.ts'

export function LogForm() {
  const [task, setTask] = useState<string | null>('t1')
  const [day, setDay] = useState<string | null>('2024-06-17')
  const [n, setN] = useState<number | null>(34)
  return (
    <>
      <PhoneBar title="Ghi hoạt động" close alone end="TH Đồng Xuân" />
      <Page narrow>
        <PageHead title="Ghi hoạt động" />
        <div style={{ display: 'grid', gap: 24, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <PhotoStrip
            photos={[
              { id: 'p1', src: drawing(10), alt: 'Phòng họp hội đồng' },
              { id: 'p2', src: drawing(210), alt: 'Bảng tin của trường', state: 'waiting' },
            ]}
            onAdd={() => undefined}
            onRemove={() => undefined}
          />
          <RadioCards
            label="Làm việc nào?"
            value={task}
            onChange={setTask}
            options={[
              {
                value: 't1',
                label: 'Họp thường kỳ có nội dung cải cách hành chính',
                hint: 'Nhiệm vụ 2, hạn 21/6',
              },
              { value: 't2', label: 'Treo áp phích quy trình tuyển sinh', hint: 'Nhiệm vụ 5, hạn 28/6' },
            ]}
            after={<Button kind="bare">Việc khác, hoặc nhiều việc cùng lúc</Button>}
          />
          <DateField label="Ngày" value={day} onChange={setDay} />
          <SelectField
            label="Hình thức"
            options={[
              { value: 'meeting', label: 'Họp' },
              { value: 'leaflet', label: 'Tờ gấp' },
            ]}
          />
          <Stepper label="Số người dự" note="cuộc trước 33" value={n} onChange={setN} />
          <TextArea label="Kết quả" optional error="Ghi ít nhất một câu về kết quả" defaultValue="Phổ biến" />
        </div>
        <SaveBar>
          <Button kind="go" size="big">
            Lưu hoạt động
          </Button>
        </SaveBar>
      </Page>
    </>
  )
}
