export const views = {
  thread: 'Mạch việc',
  'thread.doc': 'Văn bản',
  'thread.task': 'Nhiệm vụ',
  'thread.activity': 'Hoạt động',
  'thread.figure': 'Số liệu',
  'thread.hidden': 'không thuộc quyền xem',
  'thread.here': 'đang xem',

  'coverage.kept': 'giữ nguyên',
  'coverage.adapted': 'điều chỉnh',
  'coverage.declined': 'không thuộc',
  'coverage.none': 'chưa có nhiệm vụ',
  'coverage.none.short': 'chưa có',
  'coverage.none.full': 'chưa có nhiệm vụ nào',
  'coverage.summary':
    '{kept} mục giữ nguyên, {adapted} mục điều chỉnh, {declined} mục không thuộc, {none} mục chưa có nhiệm vụ',
  'coverage.gap': '{none} trong {total} mục',
  'coverage.gap.rest': 'chưa có nhiệm vụ nào',
  'coverage.full': 'Mục nào cũng đã có nhiệm vụ',
  clauses: 'Điều khoản của cấp trên',
  'clauses.tasks': '{n} nhiệm vụ',
} as const
