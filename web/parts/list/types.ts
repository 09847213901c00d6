import type { ReactNode } from 'react'

export interface Column<Row> {
  key: string
  title: string
  cell: (row: Row) => ReactNode
  /** the head can be pressed to sort by this column */
  sortable?: boolean
  align?: 'right'
  /** CSS width of the column, such as `128px` */
  width?: string
  /** left out of tables narrower than 1360 px (the office PC) */
  wideOnly?: boolean
  /** on a phone: `title` the row's first line (the first column unless told), `line` below it, `hide` */
  phone?: 'title' | 'line' | 'hide'
}

export interface Sort {
  key: string
  down: boolean
}

export interface Filter {
  key: string
  label: string
  count?: number
  pressed: boolean
  onPress: () => void
}

export interface Selection {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
  /** buttons of the bar that appears with the first selected row */
  acts: ReactNode
  /** "Đã chọn 2 trường"; without it "Đã chọn 2" */
  words?: string
}

export interface DataListProps<Row> {
  /** what the list is, for readers: "Kế hoạch năm 2024" */
  label: string
  /** undefined while the first page is loading */
  rows: Row[] | undefined
  columns: Column<Row>[]
  rowKey: (row: Row) => string
  /** the row's name in words, for "Chọn TH Vĩnh Hòa" */
  rowName: (row: Row) => string
  /** Enter, or a press on the row outside its own links */
  onOpen?: (row: Row) => void
  /** the row shown in a drawer beside the list */
  openKey?: string
  search?: { value: string; onChange: (value: string) => void; label: string }
  filters?: Filter[]
  /** more choices than chips hold, or a word at the end such as "Cập nhật 08:42" */
  tools?: ReactNode
  sort?: Sort
  onSort?: (sort: Sort) => void
  selection?: Selection
  onExport?: () => void
  /** there is a next page; `rest` when the number of rows left is known */
  more?: { onMore: () => void; loading: boolean; rest?: number }
  error?: unknown
  onRetry?: () => void
  /** what is drawn when nothing is here and nothing is filtered: an `<EmptyState>` */
  empty: ReactNode
  /** rows are filtered: nothing found says so instead of `empty` */
  filtered?: boolean
}
