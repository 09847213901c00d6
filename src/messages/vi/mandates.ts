/** The right in words, by what stands above the name. */
const right =
  '{authority, select, tuq {ký thừa ủy quyền (TUQ.)} tl {ký thừa lệnh (TL.)} kt {ký thay (KT.)} tm {ký thay mặt (TM.)} q {ký với chức vụ quyền (Q.)} other {ký như người đứng đầu}}'

export const mandates = {
  // refusals: what happened, then what to do
  'error.person': 'Người này không thuộc đơn vị vào ngày bắt đầu. Chọn người khác hoặc đổi ngày.',
  'error.days': 'Ngày cuối phải sau ngày bắt đầu. Sửa lại ngày.',
  'error.for_whom': 'Ghi rõ ký thay mặt ai: tên tập thể sau TM., chức vụ cấp trưởng sau KT., TL., TUQ.',
  'error.tuq_limits':
    'Ký thừa ủy quyền phải có văn bản ủy quyền, giới hạn thời gian và nội dung (Nghị định 30/2020/NĐ-CP, Điều 13 khoản 3). Ghi đủ số và ngày văn bản, ngày cuối, loại văn bản, nội dung được ủy quyền.',
  'error.tuq_passed_on':
    'Người được ký thừa ủy quyền không được ủy quyền lại cho người khác ký (Nghị định 30/2020/NĐ-CP, Điều 13 khoản 3). Bỏ phần ký thay.',
  'error.before_basis': 'Thẩm quyền không thể có trước ngày của văn bản ủy quyền. Sửa lại ngày.',
  'error.tl_limits':
    'Ký thừa lệnh là ký một số loại văn bản, theo quy chế làm việc hoặc quy chế công tác văn thư (Nghị định 30/2020/NĐ-CP, Điều 13 khoản 4). Ghi loại văn bản, số và ngày của quy chế.',
  'error.there':
    'Thẩm quyền này đã ghi cho người ấy trong thời gian đó. Chấm dứt dòng cũ trước, rồi ghi dòng mới.',
  'error.over': 'Thẩm quyền này đã hết hiệu lực hoặc đã chấm dứt.',
  'error.end_day':
    'Chỉ chấm dứt được từ hôm nay trở đi và trước ngày hết hạn, hoặc từ chính ngày bắt đầu nếu ghi nhầm.',

  // findings beside a text, and refusals where the decree lets nobody sign so
  'error.refused_passed_on':
    'Ký thừa ủy quyền (TUQ.) thì không ký thay (KT.) được: người được ủy quyền không được ủy quyền lại. Bỏ phần ký thay hoặc chọn người ký khác.',
  'error.refused_nobody':
    'Chưa chọn người ký trong danh sách nên chưa đối chiếu được thẩm quyền ký. Chọn người ký.',
  'error.refused_left': '{name} không thuộc đơn vị vào ngày của văn bản. Chọn người ký khác.',
  'error.refused_none': `{name} chưa được ghi thẩm quyền ${right}. Ghi ở mục Thẩm quyền ký, hoặc chọn người ký khác.`,
  'error.refused_other_kind': `Thẩm quyền ${right} của {name} chỉ gồm: {kinds}; không gồm {type}. Chọn người ký khác, hoặc ghi thêm ở mục Thẩm quyền ký.`,
  'error.refused_not_yet': `Thẩm quyền ${right} của {name} bắt đầu từ {from}, sau ngày của văn bản. Chọn người ký khác.`,
  'error.refused_over': `Thẩm quyền ${right} của {name} đã hết từ {until}. Chọn người ký khác, hoặc ghi thẩm quyền mới.`,
  article: 'Nghị định 30/2020/NĐ-CP, Điều 13 khoản {n}',

  // register
  title: 'Thẩm quyền ký',
  lead: 'Ai được ký văn bản của đơn vị, theo quyền nào, từ ngày nào đến ngày nào (Nghị định 30/2020/NĐ-CP, Điều 13). Người đứng đầu ký theo chức vụ thì không cần ghi.',
  make: 'Ghi thẩm quyền ký',
  open: 'Mở danh sách',
  'list.search': 'Tìm theo tên, chức vụ, số văn bản',
  'list.all': 'Tất cả',
  empty: 'Chưa ghi thẩm quyền ký nào',
  'empty.hint':
    'Người đứng đầu ký được mọi văn bản. Cấp phó ký thay (KT.), đơn vị ký thừa lệnh (TL.), người được ủy quyền (TUQ.) thì văn thư bấm “Ghi thẩm quyền ký”.',
  'empty.read': 'Văn thư, lãnh đạo hoặc quản trị của đơn vị ghi ở đây.',
  'column.person': 'Người ký',
  'column.authority': 'Quyền ký',
  'column.lines': 'Ghi trên chữ ký',
  'column.kinds': 'Loại văn bản',
  'column.limits': 'Nội dung',
  'column.basis': 'Theo văn bản',
  'column.basisDate': 'Ngày văn bản',
  'column.since': 'Từ ngày',
  'column.until': 'Thôi từ ngày',
  'column.period': 'Thời gian',
  'column.state': 'Trạng thái',
  'period.from': 'từ {since}',
  'period.both': 'từ {since} đến hết {last}',
  'kinds.all': 'Mọi loại',
  'authority.head': 'Người đứng đầu',
  'authority.q': 'Q. (quyền)',
  'authority.tm': 'TM. (thay mặt)',
  'authority.kt': 'KT. (ký thay)',
  'authority.tl': 'TL. (thừa lệnh)',
  'authority.tuq': 'TUQ. (thừa ủy quyền)',
  'state.holds': 'đang có hiệu lực',
  'state.coming': 'chưa đến ngày',
  'state.over': 'đã hết',
  'state.void': 'không còn ở đơn vị',
  'basis.words': 'Số {basis}, ngày {day}',

  // form
  'form.person': 'Người ký',
  'form.choose': 'Chọn người',
  'form.authority': 'Quyền ký',
  'form.position': 'Chức vụ ghi trên văn bản',
  'form.forWhom.tm': 'Thay mặt tập thể nào',
  'form.forWhom.kt': 'Ký thay chức vụ nào',
  'form.forWhom.tl': 'Thừa lệnh chức vụ nào',
  'form.forWhom.tuq': 'Thừa ủy quyền chức vụ nào',
  'form.deputyOf': 'Ký thay (KT.) cấp trưởng',
  'form.deputyOf.hint': 'Cấp phó ký thay người được giao: ghi chức vụ cấp trưởng, như “Chánh Văn phòng”.',
  'form.kinds': 'Loại văn bản được ký',
  'form.kinds.hint': 'Không chọn loại nào là mọi loại; ký TL., TUQ. phải chọn.',
  'form.limits': 'Nội dung được ký',
  'form.basis': 'Số, ký hiệu văn bản giao quyền',
  'form.basis.hint': 'Giấy ủy quyền, quyết định phân công, quy chế làm việc.',
  'form.basisDate': 'Ngày văn bản giao quyền',
  'form.since': 'Từ ngày',
  'form.last': 'Đến hết ngày',
  'form.missing': 'Điền ô này',
  'form.tuq':
    'Ký thừa ủy quyền phải bằng văn bản, có thời hạn và nội dung, không ủy quyền lại (Điều 13 khoản 3).',
  'form.tl': 'Ký thừa lệnh theo quy chế làm việc hoặc quy chế công tác văn thư (Điều 13 khoản 4).',
  end: 'Chấm dứt',
  'end.of': 'Chấm dứt thẩm quyền ký của {name}',
  'end.words':
    'Từ ngày này {name} không còn được ký theo quyền ấy. Văn bản đã ký trước vẫn giữ nguyên. Ghi nhầm thì chọn đúng ngày bắt đầu.',
  'end.from': 'Thôi từ ngày',

  // in a draft
  'pick.label': 'Lấy theo thẩm quyền đã ghi',
  'pick.hint': 'Những người được ký loại văn bản này vào ngày của văn bản.',
  'pick.choose': 'Chọn người ký',
  'pick.none': 'Chưa ai được ghi thẩm quyền ký loại văn bản này vào ngày ấy.',
  'pick.until': '{words} (đến hết {last})',
}
