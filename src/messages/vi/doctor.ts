export const doctor = {
  home: '{home}: {n} chỗ sai',
  healthy: 'Mọi thứ đúng: {checks} điều kiểm tra, {homes} vùng dữ liệu.',
  sick: 'Có {n} chỗ sai. Đừng sửa thẳng trong cơ sở dữ liệu: giữ lại bản sao lưu, rồi báo người phụ trách hệ thống kèm những dòng trên.',
  'seal.missing': 'Chuỗi niêm phong: thiếu niêm phong số {seal}.',
  'seal.events_missing':
    'Chuỗi niêm phong: niêm phong số {seal} thiếu {events} sự kiện đã bị xóa khỏi nhật ký, trước hết là sự kiện {event}.',
  'seal.altered':
    'Chuỗi niêm phong: niêm phong số {seal} không khớp {events} sự kiện của nó (từ {from} đến {until}): nhật ký hoặc niêm phong đã bị sửa.',
  'seal.loose':
    'Chuỗi niêm phong: {events} sự kiện không nằm trong niêm phong nào, trước hết là sự kiện {event}: bị chèn vào, hoặc niêm phong của nó bị bỏ.',
  'seal.unsealed_missing':
    'Chuỗi niêm phong: {events} sự kiện bị xóa trước khi được niêm phong, trước hết là sự kiện {event}.',
  'root.altered': 'Dấu niêm phong ngày {day} không khớp những gì nó ghi: đã bị sửa.',
  'root.chain':
    'Dấu niêm phong ngày {day} không nối tiếp dấu của ngày trước nó: một dấu đã bị sửa, bị bỏ hoặc chèn vào.',
  'root.seal':
    'Niêm phong số {seal} của vùng dữ liệu {of} không còn như khi lấy dấu ngày {day}: đã bị sửa hoặc bị bỏ.',
  'root.home_gone': 'Dấu niêm phong ngày {day} ghi vùng dữ liệu {of}, nay không còn.',
  mail_job: 'Thư {id} ({state}) chưa gửi mà không có việc nào sẽ gửi nó',
  'retention.overdue':
    'Thông tin cá nhân hết thời hạn giữ hơn một tuần mà chưa bỏ ({what}): {n} dòng. Chạy: lantoa retention',
  'retention.unknown_column':
    'LANTOA_KEEP nói tới {column}, nhưng không có cột thông tin cá nhân nào tên như vậy: đang không bỏ gì khi hết thời hạn.',
  'retention.no_start':
    'Cột {column} không ghi rõ thời hạn giữ tính từ khi nào: đang không bỏ gì khi hết thời hạn. Chạy lại: lantoa migrate',
  job_failed: 'Việc nền {kind} ({id}) không chạy được sau nhiều lần thử: {error}',
  policy: 'Bảng {table}: quyền truy cập khác với ghi chú của bảng. Chạy lại: lantoa migrate',
  'file.missing': 'Tệp {hash} không còn trong kho tệp.',
  'file.altered': 'Tệp {hash} trong kho tệp đã bị đổi nội dung.',
  'file.not_removed': 'Tệp {hash} phải xóa theo pháp luật nhưng vẫn còn trong kho tệp.',
  files_away:
    'Kho tệp không trả lời đúng ({what}): chưa kiểm tra được hết các tệp. Xem lại FILES_URL và kho.',
  'stray_file.kept': 'Kho tệp có tệp {name} mà không dữ liệu nào nhắc đến.',
  'stray_file.part': 'Kho tệp có phần ảnh gửi dở {name} mà không ai gửi nữa.',
  'stray_file.draft': 'Kho tệp có bản ghi dở {name} từ một lần bị ngắt.',
  'stray_file.other': 'Kho tệp có tệp lạ {name}.',
  content_hash: '{what} {id}, bản {version}: nội dung không khớp mã băm, đã bị sửa ngoài phần mềm.',
  hash_in_event:
    '{what} {id}, bản {version}: không sự kiện nào trong nhật ký giữ mã băm này, dòng đã bị sửa.',
  redacted_reason:
    '{what} {id}, bản {version}: mất nội dung mà nhật ký không ghi việc xóa theo pháp luật, hoặc dấu đã xóa không đúng.',
  version_gone:
    '{what} {id}, bản {version}: nhật ký có ghi mà dữ liệu không còn, hoặc không còn đúng bản đó.',
  file_swapped: '{what} {id}: trỏ tới tệp {hash}, không phải tệp mà nhật ký đã ghi; tệp đã bị tráo.',
  thing_gone: '{what} {id}: nhật ký có ghi tệp của nó mà dữ liệu không còn.',
  file_redacted: 'Tệp {hash} bị ghi là đã xóa theo pháp luật, nhưng nhật ký không ghi việc xóa đó.',
  'what.documents': 'Văn bản',
  'what.known_entry_versions': 'Mục trong danh mục văn bản',
  'what.plan_revisions': 'Kế hoạch',
  'what.report_versions': 'Báo cáo',
  'what.activity_versions': 'Hoạt động',
  'what.submission_versions': 'Số liệu nền tảng khác gửi',
  'what.report_answers': 'Trả lời báo cáo',
  'what.amendment_requests': 'Đề nghị điều chỉnh',
  'what.amendment_answers': 'Trả lời đề nghị điều chỉnh',
  'what.directions': 'Văn bản chỉ đạo, hỏi ý kiến',
  'what.direction_acts': 'Trao đổi về chỉ đạo',
  'what.document_drafts.file_hash': 'Tệp của văn bản đang đọc',
  'what.documents.file_hash': 'Tệp gốc của văn bản',
  'what.document_papers.docx_hash': 'Bản Word của văn bản',
  'what.package_arrivals.file_hash': 'Tệp của gói liên thông đã nhận',
  'what.document_papers.pdf_hash': 'Bản PDF của văn bản',
  'what.document_scans.file_hash': 'Bản quét có chữ ký và dấu của văn bản',
  'what.evidence.file_hash': 'Ảnh minh chứng',
  'what.evidence.thumb_hash': 'Ảnh nhỏ của minh chứng',
  'what.package_arrival': 'Gói liên thông đã nhận',
  'what.document_file': 'Tệp gốc của văn bản',
  'what.document_docx': 'Bản Word của văn bản',
  'what.document_pdf': 'Bản PDF của văn bản',
  'what.document_scan': 'Bản quét có chữ ký và dấu',
  'what.evidence': 'Ảnh minh chứng',
  'what.evidence_thumb': 'Ảnh nhỏ của minh chứng',
  'closure.missing': 'Đơn vị {unit}: cây cấp trên tuyến {line} thiếu {above}.',
  'closure.extra': 'Đơn vị {unit}: cây cấp trên tuyến {line} thừa hoặc sai ngày với {above}.',
  two_superiors: 'Đơn vị {unit}: có hai cấp trên cùng tuyến {line} từ ngày {day}.',
  unit_name: 'Đơn vị {unit}: từ ngày {day} không có tên hoặc có hai tên.',
  account_person: 'Tài khoản {account} trỏ tới người không còn.',
  register:
    'Sổ văn bản đi của {unit}, năm {year}, loại {series}: {n} số, số lớn nhất {most}, bộ đếm ở {last}. Sổ phải liền số.',
  arrivals:
    'Sổ đăng ký văn bản đến năm {year} của {unit}: có {n} số, số lớn nhất {most}, bộ đếm ở {last}. Số đến phải liền nhau.',
  number_unused:
    'Số {number} của {unit}: phải ở đúng một chỗ (văn bản, bản thảo giữ số, hoặc đã hủy có lý do).',
  'issued.number': 'Văn bản {number} của {unit}: số không khớp sổ văn bản đi.',
  'issued.papers': 'Văn bản {number} của {unit}: chưa có bản in mà cũng không có việc nào đang tạo.',
  deliveries: 'Văn bản {number} của {unit}: gửi cho {wanted} nơi nhưng có {found} lượt nhận.',
  'message_late.not_sent': 'Gói {kind} ({id}) sang {home}: hơn một ngày chưa chuyển đi được.',
  'message_late.not_taken_in': 'Gói {kind} ({id}) sang {home}: đã đến hơn một ngày mà bên kia chưa nhận.',
  message_unhandled:
    'Gói {kind} ({id}) từ {home}: đã đến mà chưa được nhận, cũng không có việc nào đang nhận.',
  copy_differs: '{what} {id}, bản {version}: bản nhận từ {home} khác mã băm của bản gốc.',
  plan: 'Kế hoạch {id} của {unit}: bản đang thi hành ({revision}) không khớp các bản đã ban hành.',
  plan_tasks: 'Kế hoạch {id} của {unit}, bản {revision}: danh sách nhiệm vụ khác nội dung đã ban hành.',
  'activity.version': 'Hoạt động {id} của {unit}: không ở bản mới nhất của nó.',
  'activity.photos': 'Hoạt động {id} của {unit}: số ảnh chờ khác với bản đang dùng.',
  'activity.state': 'Hoạt động {id} của {unit}: trạng thái không khớp số ảnh đã về.',
  task_sums: 'Kế hoạch {id}: số cộng sẵn từ hoạt động của {unit} khác với chính các hoạt động ấy.',
  'figure.own':
    'Báo cáo {period} của {unit}, lần {version}, chỉ tiêu {indicator}: số tự làm khác tổng các hoạt động đã chốt.',
  'figure.below':
    'Báo cáo {period} của {unit}, lần {version}, chỉ tiêu {indicator}: số cấp dưới khác tổng các báo cáo đã chốt.',
  report_child:
    'Báo cáo {period} của {unit}, lần {version}: phần của {child} sai kỳ, sai mẫu hoặc tính hai lần.',
  report: 'Báo cáo {period} của {unit}: trạng thái “{state}” không khớp các lần nộp và trả lời.',
  'obligation.open': 'Việc phải làm “{what}” của {unit} ({id}) còn mở dù đã xong hoặc không còn ai yêu cầu.',
  'obligation.done': 'Việc phải làm “{what}” của {unit} ({id}) ghi là xong mà chưa có gì làm xong nó.',
  duty_missing: '{unit}: thiếu việc phải làm “{what}” cho {id}.',
  item_unseen:
    '{unit}: có {n} bản thảo, báo cáo hoặc đề nghị chưa giải quyết mà không người nào có tài khoản đang dùng để thấy.',
  obligation_unseen: '{unit}: có {n} việc phải làm mà không người nào có tài khoản đang dùng để thấy.',
} as const
