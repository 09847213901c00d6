export const archive = {
  'cli.usage': `Cách dùng: lantoa verify-archive [--root NGÀY=DẤU]… [--data THƯ_MỤC]
  Kiểm tra nhật ký, các bản và tệp lưu trữ có bị sửa không; dừng ở chỗ đầu tiên.
  --root 2026-11-26=ab12…   so với dấu niêm phong của ngày đã giữ ở nơi khác (trên giấy, trang công khai)`,
  'cli.step': '{home}: {step}…',
  'cli.progress': '  đã xem {n}…',
  'step.root': 'dấu niêm phong từng ngày',
  'step.seal': 'chuỗi niêm phong và nhật ký',
  'step.content_hash': 'nội dung từng bản',
  'step.hash_in_event': 'mã băm từng bản trong nhật ký',
  'step.redacted_reason': 'những gì đã xóa theo pháp luật',
  'step.version_gone': 'các bản mà nhật ký ghi',
  'step.file_swapped': 'tệp của từng văn bản, minh chứng',
  'step.thing_gone': 'tệp mà nhật ký ghi',
  'step.file_redacted': 'tệp đã xóa theo pháp luật',
  'step.file': 'từng byte của tệp lưu trữ',
  'cli.whole':
    'Lưu trữ nguyên vẹn: {homes} vùng dữ liệu, {seals} niêm phong, {events} sự kiện, {files} tệp, {roots} dấu của ngày.',
  'cli.lastRoot': 'Dấu niêm phong ngày {day}: {hash}',
  'cli.unsealed': '{n} sự kiện vừa ghi, chưa niêm phong.',
  'cli.noRoots': 'Chưa có dấu niêm phong của ngày nào: máy chủ lấy dấu sau nửa đêm.',
  'cli.altered': 'Lưu trữ đã bị sửa. Chỗ đầu tiên, ở vùng dữ liệu {home}:',
  'cli.sick':
    'Đừng sửa gì: giữ nguyên máy, lấy bản sao lưu gần nhất trước đó để so, rồi báo người phụ trách. lantoa doctor liệt kê mọi chỗ.',
  'cli.away': 'Chưa kiểm tra được hết: kho tệp không trả lời đúng ({what}).',
  'cli.otherRoot':
    'Dấu niêm phong ngày {day} ở đây khác dấu đã giữ ở nơi khác: nhật ký đến ngày đó đã bị thay.',
  'cli.noRoot': 'Ở đây không có dấu niêm phong ngày {day}: đã bị bỏ, hoặc ghi sai ngày.',
} as const
