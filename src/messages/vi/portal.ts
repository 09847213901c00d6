export const portal = {
  home: 'Về trang đầu',
  'signIn.title': 'Đăng nhập',
  'signIn.login': 'Tên đăng nhập',
  'signIn.password': 'Mật khẩu',
  'signIn.do': 'Đăng nhập',
  'signIn.help':
    'Chưa có tài khoản hoặc quên mật khẩu: hỏi người quản trị của cơ quan, người đó gửi anh chị một đường dẫn.',
  'signIn.notPrivate':
    'Kết nối này không được mã hóa: người khác trên cùng mạng có thể đọc được mật khẩu và những gì anh chị gửi. Hãy hỏi người quản trị về địa chỉ https.',

  'invitation.title': 'Đặt tên đăng nhập và mật khẩu',
  'invitation.title.again': 'Đặt mật khẩu mới',
  'invitation.intro':
    'Chào {person}. {unit} mời anh chị vào Lan Tỏa. Đặt tên đăng nhập và mật khẩu của riêng anh chị; từ lần sau đăng nhập bằng hai thứ này.',
  'invitation.intro.again':
    'Chào {person}. Người quản trị của {unit} đã gửi anh chị đường dẫn này để đặt lại mật khẩu. Mọi phiên đăng nhập đang mở sẽ kết thúc.',
  'invitation.login.hint': 'Chữ không dấu, số, dấu chấm hoặc gạch nối, ít nhất 3 chữ.',
  'invitation.password.hint': 'Ít nhất 10 chữ. Một câu ngắn dễ nhớ là tốt.',
  'invitation.again': 'Mật khẩu, ghi lại lần nữa',
  'invitation.differs': 'Hai lần ghi mật khẩu chưa giống nhau',
  'invitation.do': 'Tạo tài khoản và vào Lan Tỏa',
  'invitation.do.again': 'Đổi mật khẩu và vào Lan Tỏa',
  'invitation.closed': 'Đường dẫn không mở được',

  'error.first_run_over': 'Lan Tỏa ở đây đã có cơ quan đầu tiên. Đăng nhập để vào.',
  'firstRun.title': 'Bắt đầu dùng Lan Tỏa',
  'firstRun.intro':
    'Ghi cơ quan đầu tiên và người quản trị. Trang này chỉ dùng một lần; các đơn vị và người khác thêm sau, ở mục Cơ quan.',
  'firstRun.installation': 'Mã cài đặt',
  'firstRun.installation.hint':
    'Chương trình in ra khi mở; cũng ở tệp first-run-code trong thư mục dữ liệu. Hỏi vì anh chị mở trang này từ máy khác.',
  'firstRun.installation.wrong': 'Mã cài đặt chưa đúng. Xem lại ở màn hình nơi chạy chương trình.',
  'firstRun.agency': 'Cơ quan',
  'firstRun.name': 'Tên đầy đủ',
  'firstRun.name.hint': 'Như in trên văn bản, chẳng hạn Phòng Giáo dục và Đào tạo huyện Vân Sơn.',
  'firstRun.kind': 'Loại',
  'firstRun.kind.choose': 'Chọn loại',
  'firstRun.abbreviation': 'Chữ viết tắt',
  'firstRun.abbreviation.hint': 'Trong ký hiệu văn bản, như PGDĐT.',
  'firstRun.place': 'Địa danh',
  'firstRun.place.hint': 'Đứng trước ngày tháng của văn bản: “Vân Sơn, ngày …”.',
  'firstRun.code': 'Mã (không bắt buộc)',
  'firstRun.code.hint':
    'Chữ thường không dấu, số và gạch nối; nằm trong địa chỉ trang công khai. Để trống thì lấy từ tên.',
  'firstRun.code.wrong': 'Mã chỉ gồm chữ thường không dấu, số và gạch nối',
  'firstRun.admin': 'Người quản trị',
  'firstRun.person': 'Họ tên',
  'firstRun.login': 'Tên đăng nhập',
  'firstRun.password': 'Mật khẩu',
  'firstRun.again': 'Mật khẩu, ghi lại lần nữa',
  'firstRun.missing': '{field}: cần ghi chỗ này',
  'firstRun.tooLong': '{field}: ghi ngắn hơn',
  'firstRun.do': 'Tạo cơ quan và bắt đầu',

  slowDown: 'Chậm lại một chút',
  'slowDown.why': 'Có quá nhiều yêu cầu từ chỗ anh chị trong một phút. Không mất gì, chỉ cần chờ một lát.',
  'slowDown.page': 'Trang này tự mở lại sau {n} giây.',
  'slowDown.form': 'Những gì anh chị đã ghi vẫn còn. Nút “Gửi lại” hiện ra sau {n} giây.',
  'slowDown.again': 'Gửi lại',
  'slowDown.secret': 'Chờ {n} giây, mở lại trang rồi nhập lại. Mật khẩu không được giữ trên trang này.',
  'slowDown.back': 'Mở lại trang',
  'onlyAt.title': 'Lan Tỏa ở địa chỉ khác',
} as const
