/** Type and subject in one line, as registers have them ("Tên loại và trích yếu"); the type is not said twice. */
export function typeAndSubject({ type, subject }: { type: string; subject: string }): string {
  return subject.toLocaleLowerCase('vi').startsWith(type.toLocaleLowerCase('vi'))
    ? subject
    : `${type} ${subject.charAt(0).toLocaleLowerCase('vi')}${subject.slice(1)}`
}
