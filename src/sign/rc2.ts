// RC2 (RFC 2268), only to open old .p12 files: Node's OpenSSL keeps it away by default. Nothing is ever encrypted with it.

/** PITABLE of RFC 2268 §2. */
const pi = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32' +
    'bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a' +
    '961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e' +
    'c5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
)
const rotations = [1, 2, 3, 5]

/**
 * Decrypts RC2 in CBC mode; the effective bits are those of the key, as PKCS#12 has them. The padding stays.
 * @param data whole blocks of 8 bytes
 */
export function decryptRc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  const keys = expand(key)
  const plain = Buffer.alloc(data.length)
  let before = iv
  for (let at = 0; at + 8 <= data.length; at += 8) {
    const block = data.subarray(at, at + 8)
    decryptBlock(keys, block).forEach((byte, i) => (plain[at + i] = byte ^ (before[i] ?? 0)))
    before = block
  }
  return plain
}

function expand(key: Uint8Array): Uint16Array {
  const l = Buffer.alloc(128)
  l.set(key)
  const t = key.length
  const p = (i: number): number => pi[i & 255] ?? 0
  const at = (i: number): number => l[i] ?? 0
  for (let i = t; i < 128; i++) l[i] = p(at(i - 1) + at(i - t))
  l[128 - t] = p(at(128 - t))
  for (let i = 127 - t; i >= 0; i--) l[i] = p(at(i + 1) ^ at(i + t))
  return Uint16Array.from({ length: 64 }, (_, i) => l.readUInt16LE(2 * i))
}

function decryptBlock(keys: Uint16Array, block: Uint8Array): Buffer {
  const words = [0, 1, 2, 3].map((i) => (block[2 * i] ?? 0) | ((block[2 * i + 1] ?? 0) << 8))
  const r = (i: number): number => words[i & 3] ?? 0
  let j = 63
  const mix = (): void => {
    for (let i = 3; i >= 0; i--) {
      const by = rotations[i] ?? 0
      const turned = ((r(i) >>> by) | (r(i) << (16 - by))) & 0xffff
      words[i] = (turned - (keys[j--] ?? 0) - (r(i - 1) & r(i - 2)) - (~r(i - 1) & r(i - 3))) & 0xffff
    }
  }
  const mash = (): void => {
    for (let i = 3; i >= 0; i--) words[i] = (r(i) - (keys[r(i - 1) & 63] ?? 0)) & 0xffff
  }
  const mixes = (n: number): void => {
    for (let i = 0; i < n; i++) mix()
  }
  mixes(5)
  mash()
  mixes(6)
  mash()
  mixes(5)
  const plain = Buffer.alloc(8)
  words.forEach((word, i) => plain.writeUInt16LE(word, 2 * i))
  return plain
}
