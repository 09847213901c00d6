export const cli = {
  help: `Lan Tỏa: thông tin, tuyên truyền cải cách hành chính, từ văn bản cấp trên đến con số trong báo cáo

  lantoa serve [--port N] [--data THƯ_MỤC] [--host H] [--empty]   chạy máy chủ
  lantoa worker [--data THƯ_MỤC]                                  chạy riêng phần việc nền
  lantoa migrate                                                  đưa cơ sở dữ liệu lên bản này
  lantoa demo [--units N]                                         nạp dữ liệu trình diễn, hoặc cả một tỉnh N đơn vị
  lantoa read [--text] TỆP…                                       đọc văn bản, in ra JSON
  lantoa write --format docx|pdf|html --out THƯ_MỤC TỆP.json…      ghi văn bản đúng thể thức từ JSON đó
  lantoa lint [--plain] [--text] [--unknown] TỆP…                 soát văn bản: căn cứ, ngày, thể thức
  lantoa verify-signature [--ca TỆP] [--json] TỆP.pdf…            kiểm tra chữ ký số: ai ký, lúc nào, có bị sửa không
  lantoa home add MÃ TÊN | home list                              vùng dữ liệu: thêm, xem
  lantoa agency list|set|end …                                    mã cơ quan trên trục liên thông văn bản
  lantoa import units TỆP [--dry-run]                             nhập đơn vị từ .xlsx, .csv
  lantoa user invite|password|list …                              tài khoản
  lantoa person show|erase NGƯỜI …                                đang giữ gì về một người, xóa một người
  lantoa retention [--dry-run] [--home MÃ]                        bỏ thông tin cá nhân hết thời hạn giữ
  lantoa backup [key|list|check TỆP]                              sao lưu
  lantoa restore TỆP [--key TỆP_KHÓA]                             nạp lại một bản sao lưu
  lantoa jobs list|retry …                                        việc phía sau đã dừng: xem, cho chạy lại
  lantoa scale ddl                                                in câu lệnh SQL đặt dữ liệu lên cụm Citus
  lantoa mail test ĐỊA_CHỈ                                        thử máy chủ thư
  lantoa doctor                                                   kiểm tra toàn bộ dữ liệu
  lantoa verify-archive [--root NGÀY=DẤU]                         lưu trữ có bị sửa không: nhật ký, bản, tệp
  lantoa openapi TỆP                                              ghi mô tả API ra tệp
  lantoa help                                                     trang này

Mã thoát: 0 xong · 1 không làm được · 2 gọi sai`,
  unknown: 'Không có lệnh “{command}”.',
  wrongSettings: 'Thiết lập chưa đúng:',
  dataFolder: 'Không dùng được thư mục {dir} ({code}). Hãy chọn thư mục ghi được: --data THƯ_MỤC',
  otherOwner:
    'Thư mục {dir} là của tài khoản {owner}. Chạy lệnh bằng tài khoản đó: sudo -u {owner} …, để máy chủ còn ghi được vào thư mục.',
  'settings.flag': 'Không dùng được: {flag}',
  'settings.port': '--port / LANTOA_PORT: số nguyên từ 0 đến 65535',
  'settings.databaseUrl': 'DATABASE_URL: postgres://tên:mật_khẩu@máy:cổng/tên_csdl',
  'settings.replicaUrl': 'DATABASE_REPLICA_URL: postgres://tên:mật_khẩu@máy:cổng/tên_csdl, một máy',
  'settings.filesUrl':
    'FILES_URL: s3+https://khóa:bí_mật@máy/thùng?region=…, hoặc khóa và bí mật trong FILES_KEY, FILES_SECRET',
  'settings.url': 'LANTOA_URL: https://tên, không có đường dẫn hay dấu / ở cuối',
  'settings.log': 'LANTOA_LOG: debug, info, warn, error hoặc silent',
  'settings.tls': 'LANTOA_TLS_CERT và LANTOA_TLS_KEY: cần cả hai tệp PEM, chứng thư và khóa',
  'settings.proxies':
    'LANTOA_PROXIES: ghi địa chỉ IP hoặc mạng con của proxy, cách nhau bằng dấu phẩy, chẳng hạn 10.0.0.5,10.1.0.0/16.',
  'settings.pace': 'LANTOA_PACE: ghi một số từ 0 đến 100; 1 là mức thường, 0 là không làm chậm ai.',
  'settings.keep':
    'LANTOA_KEEP: số tháng giữ theo cột, cách nhau bằng dấu phẩy, ví dụ persons.email=36,jobs.payload=12; từ 1 đến 1200',
  'settings.exchange':
    'LANTOA_EXCHANGE_DIR: thư mục có thật, máy chủ ghi được, để gửi và nhận gói văn bản: {dir}',
  'settings.signCa': 'Không đọc được chứng thư của LANTOA_SIGN_CA (PEM hoặc DER): {file}',
  'settings.webhookHosts':
    'LANTOA_WEBHOOK_HOSTS: các máy trong mạng được phép nhận tin, cách nhau bằng dấu phẩy, ví dụ nentang.lan,10.1.2.3:8443',
  'settings.metricsToken': 'LANTOA_METRICS_TOKEN: ít nhất 16 ký tự, không có dấu cách hay dấu tiếng Việt',
  'settings.smtpUrl':
    'SMTP_URL: smtps://tên:mật_khẩu@máy hoặc smtp://tên:mật_khẩu@máy:587; ký tự lạ trong mật khẩu viết dạng %40',
  'settings.mailFrom':
    'LANTOA_MAIL_FROM: địa chỉ gửi thư, như thongbao@coquan.gov.vn; cần có khi đã đặt SMTP_URL',
  'settings.mailLinks': 'LANTOA_URL: cần có khi đã đặt SMTP_URL, để đường dẫn trong thư mở được',
  filesAway:
    'Kho tệp không trả lời đúng ({what}). Xem lại FILES_URL (địa chỉ, thùng, khóa, bí mật) và kho, rồi chạy lại.',
  file: 'Không đọc, ghi được {path} ({code}). Chạy lệnh bằng tài khoản giữ thư mục dữ liệu, hoặc cấp quyền rồi chạy lại.',
  noData: 'Chưa có dữ liệu trong {dir}. Xem lại --data, hoặc chạy lantoa serve trước.',
  notSetUp: 'Cơ sở dữ liệu này chưa được chuẩn bị. Chạy lantoa migrate hoặc lantoa serve trước.',
  'postgres.unreachable':
    'Không nối được với cơ sở dữ liệu ({code}). Xem lại DATABASE_URL: máy, cổng, tên, mật khẩu, tên cơ sở dữ liệu.',
  'postgres.refused': 'Cơ sở dữ liệu không nhận ({code}). PostgreSQL nói: {words}',
  'postgres.tooOld': 'PostgreSQL {version} cũ quá. Cần bản {oldest} trở lên.',
  'postgres.rights':
    'Tài khoản của cơ sở dữ liệu không đủ quyền. Nhờ người quản trị PostgreSQL chạy một lần, bỏ qua vai trò đã có:\n{sql}',
  'postgres.initialising': 'Tạo cơ sở dữ liệu…',
  'postgres.starting': 'Mở cơ sở dữ liệu…',
  'postgres.restarting': 'Cơ sở dữ liệu vừa dừng, đang mở lại…',
  'postgres.no_binaries':
    'Không có PostgreSQL cho máy này. Cài PostgreSQL 16 trở lên rồi đặt DATABASE_URL=postgres://tên:mật_khẩu@máy:5432/tên_csdl.',
  'postgres.no_identity':
    'PostgreSQL không chạy được bằng tài khoản root ở đây. Chạy bằng một tài khoản thường, hoặc cài gói util-linux (setpriv, unshare).',
  'postgres.failed': 'Không mở được cơ sở dữ liệu trong {dir}. PostgreSQL nói:',
  diskFull: 'Hết chỗ trên đĩa của {dir}. Dọn chỗ rồi chạy lại; dữ liệu vẫn còn nguyên.',
  'postgres.other_major':
    'Dữ liệu trong {dir} do PostgreSQL {detail} tạo ra. Chạy lantoa serve (npm start) một lần để chuyển sang bản đi kèm, rồi chạy lại lệnh này.',
  'carry.begin':
    'Dữ liệu do PostgreSQL {from} tạo ra, bản đi kèm là {to}: đang chuyển sang. Dữ liệu cũ được giữ nguyên; có thể dừng bất cứ lúc nào.',
  'carry.progress': '  Đã chuyển {done} bảng…',
  'carry.copied': 'Đã chuyển {rows} dòng, đang kiểm tra…',
  'carry.done':
    'Đã chuyển xong. Mọi người đăng nhập lại. Bản cũ còn ở {kept}: khi không cần nữa thì xóa đi. Muốn quay lại: dừng Lan Tỏa, xóa {folder}, đổi tên {kept} thành {folder}, chạy bản chương trình cũ.',
  'carry.newer':
    'Dữ liệu do PostgreSQL {from} tạo ra, mới hơn bản {to} đi kèm. Dùng bản Lan Tỏa mới hơn, hoặc khôi phục một bản sao lưu vào thư mục trống.',
  'carry.busy': 'Một tiến trình khác đang chuyển dữ liệu trong {dir}. Chờ nó xong.',
  'carry.running': 'PostgreSQL cũ vẫn đang chạy trên {dir}. Dừng chương trình đang dùng nó rồi chạy lại.',
  'carry.unknown':
    'Không có PostgreSQL {major} cho máy này để mở dữ liệu cũ. Chạy bản Lan Tỏa cũ, sao lưu (lantoa backup), rồi khôi phục bản sao lưu vào một thư mục trống bằng bản này.',
  'carry.offline':
    'Để mở dữ liệu cũ cần gói {name} bản {version} của npm, nhưng không tải được. Trên một máy có mạng chạy: npm pack {name}@{version}, chép tệp tải về thành {file} rồi chạy lại.',
  'carry.altered':
    'Tệp {file} không đúng nội dung đã công bố nên không được dùng và đã bị xóa. Chạy lại để tải lại.',
  'serve.begin': 'Lan Tỏa đang mở…',
  'serve.migrated': 'Đã đưa cơ sở dữ liệu lên bản này ({n} bước).',
  'serve.migration': 'Không đưa được cơ sở dữ liệu lên bản này: {what}',
  'serve.scope':
    'Phạm vi đơn vị không tới được dữ liệu của {home}: phần mềm trung gian trước PostgreSQL làm mất SET LOCAL. PgBouncer phải chạy ở chế độ transaction; Citus cần citus.propagate_set_commands = local.',
  'serve.portTaken': 'Cổng {port} đang được chương trình khác dùng. Chọn cổng khác: npm start -- --port 8090',
  'serve.cannotListen': 'Không mở được {host}:{port}.',
  'serve.certificate':
    'Không dùng được chứng thư {cert} và khóa {key} ({code}). Cần hai tệp PEM đọc được và khớp nhau.',
  'serve.filesAway':
    'Kho tệp không trả lời đúng ({what}). Máy chủ vẫn chạy, việc cần tệp thì phải chờ. Xem lại FILES_URL (địa chỉ, thùng, khóa, bí mật) và kho.',
  'serve.ready': 'Lan Tỏa đã sẵn sàng: {url}',
  'serve.firstRun':
    'Mở địa chỉ trên để tạo cơ quan và người quản trị đầu tiên. Từ máy khác thì trang hỏi mã cài đặt: {code}',
  'serve.stop': 'Dừng: Ctrl+C',
  'worker.ready': 'Đang làm việc nền. Dừng: Ctrl+C',
  'migrate.done': 'Xong, {n} bước.',
  'openapi.usage': 'Cách dùng: lantoa openapi TỆP (ghi mô tả API vào tệp)',
  'verify.usage':
    'Cách dùng: lantoa verify-signature [--ca TỆP]… [--json] TỆP.pdf… (--ca: chứng thư gốc tin cậy, PEM hoặc DER)',
  'verify.ca': 'Không đọc được chứng thư của --ca: {file}',
  'lint.usage': 'Cách dùng: lantoa lint [--plain] [--text] [--unknown] TỆP… (cùng loại tệp như lantoa read)',
  'write.usage':
    'Cách dùng: lantoa write --format docx|pdf|html --out THƯ_MỤC [--overwrite] TỆP.json… (tệp do lantoa read --text in ra)',
  'write.format': 'Không ghi được định dạng “{format}”. Chọn docx, pdf hoặc html.',
  'write.folder': 'Không dùng được thư mục {folder} ({code}). Chọn thư mục ghi được: --out THƯ_MỤC',
  'write.exists': '{path} đã có, không ghi đè. Chọn thư mục khác, hoặc thêm --overwrite.',
  'write.unwritable': 'Không ghi được {path} ({code}).',
  'write.empty': 'Tệp không có gì.',
  'write.json': 'Tệp không phải JSON. Cần tệp do lantoa read --text in ra.',
  'write.json_line': 'Dòng {line} không phải JSON. Cần tệp do lantoa read --text in ra.',
  'write.unread': 'Lantoa read đã không đọc được văn bản này, nên không có gì để ghi.',
  'write.no_text': 'Thiếu lời của văn bản. Đọc lại với --text: lantoa read --text VĂN_BẢN > TỆP.json',
  'write.no_reading': 'Đây không phải là những gì lantoa read --text in ra.',
  'write.field': 'Phần “{field}” không như lantoa read --text in ra.',
  'write.day': 'Ngày của văn bản không có trong lịch.',
  'read.usage':
    'Cách dùng: lantoa read [--text] TỆP… (.docx, .doc, .odt, .rtf, .html, .txt, edXML, .pdf, ảnh)',
  'read.document.empty': 'Tệp không có chữ nào để đọc.',
  'read.document.too_large': 'Tệp quá lớn: nhận tệp đến 50 MB, giải nén không quá 200 MB.',
  'read.document.too_many_pages':
    'Văn bản dài quá: nhận tệp PDF đến 800 trang, bản quét đến 100 trang. Tách tệp rồi đọc từng phần.',
  'read.document.not_docx':
    'Tệp nén, bảng tính hoặc trình chiếu, không phải văn bản. Giải nén rồi đọc từng văn bản.',
  'read.document.encrypted': 'Tệp có đặt mật khẩu. Bỏ mật khẩu rồi đọc lại.',
  'read.document.damaged': 'Tệp bị hỏng hoặc tải về chưa đủ.',
  'read.document.unknown_format':
    'Chưa đọc được loại tệp này. Dùng tệp Word (.docx, .doc), .odt, .rtf, .html, .txt gói edXML, .pdf hoặc ảnh chụp.',
  'read.document.old_word':
    'Tệp do Word 95 hoặc bản cũ hơn tạo. Mở bằng Word, lưu lại thành .docx rồi đọc lại.',
  'read.document.nothing_inside':
    'Gói edXML không có văn bản nào bên trong. Xin nơi gửi gửi lại kèm văn bản.',
  'read.document.secret': 'Văn bản có dấu mật: không đọc và không lưu.',
  'read.file.not_found': 'Không tìm thấy tệp.',
  'read.file.unreadable': 'Không mở được tệp.',
  'demo.begin': 'Lần mở đầu tiên: nạp dữ liệu trình diễn (khoảng một phút)…',
  'demo.units': '  {n} đơn vị, người và vai trò',
  'demo.plans': '  năm {year}: {n} kế hoạch đã ban hành',
  'demo.activities': '  {n} hoạt động…',
  'demo.reports': '  năm {year}: báo cáo 6 tháng',
  'demo.again': 'Lần trước việc nạp dữ liệu trình diễn bị dừng giữa chừng: nạp lại từ đầu.',
  'demo.other': 'Một tiến trình khác đang nạp dữ liệu trình diễn…',
  'demo.accounts': 'Tài khoản trình diễn (mật khẩu chung: {password}):',
  'demo.notEmpty': 'Cơ sở dữ liệu đã có dữ liệu. Nạp trình diễn vào thư mục khác: lantoa demo --data THƯ_MỤC',
  'province.begin': 'Nạp một tỉnh {n} đơn vị với một năm công việc (3.321 đơn vị: vài phút)…',
  'province.units': '  {n} đơn vị, mỗi đơn vị hai người',
  'province.issued': '  {n} kế hoạch của xã và trường…',
  'province.plans': '  {n} kế hoạch đã ban hành và gửi xuống',
  'province.activities': '  {n} hoạt động…',
  'province.reports': '  kỳ {period}: {n} báo cáo…',
  'province.duties': '  {n} nhiệm vụ đã xong',
  'province.done':
    'Xong trong {seconds} giây: {n} đơn vị, {activities} hoạt động. Bản in được dựng khi máy chủ chạy.',
  'province.units_asked': '--units: số đơn vị, từ {fewest} đến {most}',
  'scale.usage':
    'Cách dùng: lantoa scale ddl [--data THƯ_MỤC] (in câu lệnh SQL cho Citus, không thay đổi gì)',
  'import.usage':
    'Cách dùng: lantoa import units TỆP [--dry-run] [--home MÃ] [--data THƯ_MỤC] (tệp .xlsx hoặc .csv)',
  'home.none': 'Chưa có cơ quan nào. Chạy lantoa serve --empty rồi mở trang để tạo cơ quan đầu tiên.',
  'home.usage': `Cách dùng:
  lantoa home list              các vùng dữ liệu và số đơn vị
  lantoa home add MÃ TÊN       thêm một vùng (mã: chữ thường không dấu, số, _)
Thêm --data THƯ_MỤC khi không dùng thư mục mặc định.`,
  'home.count': '{n} vùng dữ liệu',
  'home.taken': 'Mã “{code}” đã có vùng dữ liệu dùng. Chọn mã khác.',
  'home.added':
    'Đã thêm vùng dữ liệu {code}. Tiếp theo: lantoa import units TỆP --home {code}, rồi lantoa user invite --home {code} cho người quản trị đầu tiên.',
  'home.which': 'Chọn một trong các nơi lưu bằng --home: {codes}',
  'user.usage': `Cách dùng:
  lantoa user list                                            ai có tài khoản
  lantoa user invite --unit MÃ --name "HỌ TÊN" [--role VAI_TRÒ] [--title CHỨC_VỤ]
                                                              thêm người và in đường dẫn mời (vai trò mặc định: admin)
  lantoa user invite TÊN_ĐĂNG_NHẬP                            in đường dẫn đặt lại mật khẩu
  lantoa user password TÊN_ĐĂNG_NHẬP                          đặt mật khẩu mới, ghi ở dòng hỏi hoặc qua đầu vào chuẩn
Thêm --home MÃ khi có nhiều nơi lưu, --data THƯ_MỤC khi không dùng thư mục mặc định.
Vai trò: clerk, specialist, leader, inspector, admin.`,
  'user.list.account': 'tài khoản {login}',
  'user.list.link': 'đã có đường dẫn mời',
  'user.list.none': 'chưa có tài khoản',
  'user.list.count': '{n} người',
  'user.noUnit': 'Không có đơn vị mã “{code}”.',
  'user.noLogin': 'Không có tên đăng nhập “{login}”.',
  'user.link': 'Đường dẫn, dùng một lần trong {days} ngày:',
  'user.password.ask': 'Mật khẩu mới: ',
  'user.password.done': 'Đã đặt mật khẩu mới. Mọi phiên đăng nhập của tài khoản đã kết thúc.',
  'settings.oidc':
    'Đặt đủ LANTOA_OIDC_ISSUER, LANTOA_OIDC_CLIENT_ID, LANTOA_OIDC_CLIENT_SECRET (hoặc LANTOA_OIDC_CLIENT_SECRET_FILE) và LANTOA_OIDC_NAME, hoặc bỏ cả bốn.',
  'settings.oidcIssuer': 'LANTOA_OIDC_ISSUER phải là địa chỉ https (http chỉ cho chính máy này).',
  'settings.oidcSecretFile': 'Không đọc được tệp của LANTOA_OIDC_CLIENT_SECRET_FILE: {file}',

  'agency.usage': `Cách dùng:
  lantoa agency list                                              các mã cơ quan, của ai, từ ngày nào
  lantoa agency set MÃ --unit MÃ_ĐƠN_VỊ [--elsewhere] [--from NGÀY]  mã của một đơn vị; --elsewhere: làm việc trên hệ thống khác
  lantoa agency set MÃ --name "TÊN" [--from NGÀY]                 mã của một cơ quan ngoài, gọi như trên dòng nơi nhận
  lantoa agency end MÃ [--on NGÀY]                                thôi dùng một mã
NGÀY ghi năm-tháng-ngày, ví dụ 2026-01-01; không ghi là hôm nay. Nhiều vùng dữ liệu: --home MÃ`,
  'agency.set': 'Đã ghi mã {code} từ ngày {day}.',
  'agency.end': 'Mã {code} thôi dùng từ ngày {day}.',
  'agency.count': '{n} mã cơ quan',
  'agency.here': 'ở đây',
  'agency.elsewhere': 'hệ thống khác',
} as const
