export const exchange = {
  'error.no_code':
    'Đơn vị chưa có mã cơ quan nên chưa gửi được qua trục. Người giữ máy chủ ghi mã bằng lantoa agency set, rồi chạy lại.',
  'error.nothing_left': 'Văn bản không còn lời để đóng gói: nội dung đã được xóa theo pháp luật.',
  'error.unreadable': 'Gói không đúng dạng edXML (QCVN 102:2016/BTTTT) hoặc bị hỏng. Nhờ nơi gửi gửi lại.',
  'error.too_large': 'Gói lớn hơn 70 MB. Nhờ nơi gửi tách tệp, hoặc gửi bằng cách khác.',
  'error.too_large_inside':
    'Các tệp trong gói mở ra lớn hơn 200 MB, hoặc quá nhiều tệp. Nhờ nơi gửi tách ra, hoặc gửi bằng cách khác.',
  'error.encrypted':
    'Tệp trong gói bị đặt mật khẩu nên không mở được. Nhờ nơi gửi gửi lại tệp không đặt mật khẩu.',
  'error.too_heavy':
    'Mở gói tốn quá nhiều bộ nhớ hoặc thời gian nên máy đã dừng lại; gói có thể hỏng hoặc cố ý làm hại. Hỏi lại nơi gửi.',
  'error.no_sender': 'Gói không ghi mã cơ quan gửi đúng dạng nên không trả lời được. Nhờ nơi gửi gửi lại.',
  'error.own_package':
    'Gói này do chính đơn vị ở đây gửi. Xem lại phần nối với trục: thư mục out và thư mục in bị nối vào nhau.',
  'error.unknown_receiver':
    'Không đơn vị nào ở đây có mã nơi nhận ghi trong gói. Ghi mã bằng lantoa agency set rồi chạy lại, hoặc trả gói cho nơi gửi.',
  'error.unknown_document': 'Gói nói về một văn bản không có ở đây. Hỏi lại nơi gửi.',
  'error.confirmed': 'Văn bản đã được tiếp nhận nên không trả lại được. Liên hệ nơi gửi.',
  'error.told_already': 'Nơi gửi đã được báo tình trạng này hoặc tình trạng sau đó. Tải lại trang để xem.',
  'error.not_asked': 'Nơi gửi không đề nghị gì, hoặc đã được trả lời. Tải lại trang để xem.',
  'error.not_sent': 'Văn bản trước chưa gửi qua trục cho nơi nhận nào của văn bản này.',
  'error.ended': 'Việc gửi này đã kết thúc nên không gửi lại hay thu hồi được nữa.',

  revised: 'Thay thế văn bản số {numberSymbol}',
  dropped: 'Đơn vị nhận không tiếp nhận văn bản này.',

  'state.waiting': 'chờ đưa lên trục',
  'state.sent': 'đã đưa lên trục',
  'state.01': 'đã đến nơi',
  'state.02': 'bị trả lại',
  'state.03': 'đã tiếp nhận',
  'state.04': 'đã phân công',
  'state.05': 'đang xử lý',
  'state.06': 'đã xử lý xong',
  'state.13': 'đang đề nghị thu hồi',
  'state.15': 'đồng ý trả lại',
  'state.16': 'không đồng ý trả lại',
  note: '“{words}”',
  resend: 'Gửi lại',
  recall: 'Thu hồi',
  'recall.title': 'Thu hồi văn bản {document}',
  'recall.what':
    'Các nơi đã nhận qua trục được đề nghị trả lại văn bản; mỗi nơi trả lời đồng ý hay không. Văn bản và lý do vẫn còn trong sổ của hai bên.',
  'recall.reason': 'Lý do thu hồi',

  came: 'Đến qua trục liên thông từ {sender} ({code}) lúc {at}.',
  'told.01': 'Nơi gửi đã được báo: đã đến.',
  'told.02': 'Đã trả lại nơi gửi.',
  'told.03': 'Nơi gửi đã được báo: đã tiếp nhận.',
  'told.04': 'Nơi gửi đã được báo: đã phân công.',
  'told.05': 'Nơi gửi đã được báo: đang xử lý.',
  'told.06': 'Nơi gửi đã được báo: đã xử lý xong.',
  refuse: 'Trả lại nơi gửi',
  'refuse.title': 'Trả lại văn bản gửi nhầm',
  'refuse.what': 'Bản đang đọc được bỏ đi; nơi gửi nhận được lý do.',
  'refuse.reason': 'Lý do trả lại',
  finish: 'Báo đã xử lý xong',
  'asked.recall': '{sender} đề nghị thu hồi văn bản này ngày {day}. Đừng dùng văn bản này nữa.',
  'asked.update': '{sender} đã gửi bản cập nhật của văn bản này ngày {day}.',
  'asked.replacement': '{sender} đã gửi văn bản thay thế văn bản này ngày {day}.',
  'asked.reason': 'Lý do: {reason}',
  agree: 'Đồng ý',
  disagree: 'Không đồng ý',
  'disagree.title': 'Không đồng ý với đề nghị của nơi gửi',
  'disagree.reason': 'Lý do không đồng ý',
  'answer.15': 'Đã trả lời: đồng ý.',
  'answer.16': 'Đã trả lời: không đồng ý.',
  answers: 'Trả lời văn bản {document}',
  'answers.ours': 'của đơn vị',
  'figures.file': 'Số liệu báo cáo cho phần mềm Lan Tỏa',
  'figures.waiting':
    'Gói kèm số liệu của báo cáo. Khi văn bản được xác nhận, số liệu vào báo cáo của nơi gửi và chờ đơn vị chấp nhận.',
  'figures.taken': 'Số liệu kèm theo đã vào báo cáo của nơi gửi.',
  'figures.taken.open': 'Mở báo cáo',
  'figures.by_hand':
    'Gói không kèm số liệu máy đọc được. Nhập số liệu bằng tay: mở báo cáo của đơn vị, bấm vào chỉ tiêu, ghi phần điều chỉnh và lý do.',
  'figures.refused.unreadable':
    'Số liệu kèm theo không đúng dạng nên không dùng được. Nhập số liệu bằng tay, ở phần điều chỉnh của báo cáo đơn vị.',
  'figures.refused.not_owed':
    'Số liệu kèm theo không thuộc báo cáo mà đơn vị chờ nhận từ nơi gửi, nên không lấy vào.',
  'figures.refused.other_form':
    'Số liệu kèm theo dùng biểu mẫu hoặc kỳ báo cáo không có ở đây. Nhập số liệu bằng tay, ở phần điều chỉnh của báo cáo đơn vị.',
  'figures.refused.too_early':
    'Số liệu kèm theo là của kỳ báo cáo chưa kết thúc, nên không lấy vào. Hỏi lại nơi gửi.',
  'figures.refused.reported_here':
    'Nơi gửi đã lập báo cáo này ngay trên hệ thống ở đây, nên số liệu kèm theo không lấy vào.',
  'figures.refused.older': 'Số liệu kèm theo không mới hơn bản đã nhận trước đó, nên không lấy vào.',
  answeredBy: '{sender} đã trả lời qua trục liên thông:',
  'answeredBy.open': 'Mở văn bản trả lời',
} as const
