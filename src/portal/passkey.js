// Signing in with a passkey, where the browser knows them. Pages work without this script.
;(() => {
  const box = document.querySelector('[data-passkey]')
  if (!box || !window.PublicKeyCredential || !navigator.credentials) return
  const button = box.querySelector('button')
  const failed = box.querySelector('[data-failed]')
  const decode = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')
  const ask = async (path, body) => {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const said = await answer.json()
    if (!answer.ok) throw new Error(said.detail)
    return said
  }
  box.hidden = false
  button.addEventListener('click', async () => {
    button.disabled = true
    failed.hidden = true
    try {
      const options = await ask('/sign-in/passkey/options', {})
      const found = await navigator.credentials.get({
        publicKey: {
          ...options,
          challenge: decode(options.challenge),
          allowCredentials: (options.allowCredentials || []).map((c) => ({ ...c, id: decode(c.id) })),
        },
      })
      const { response } = found
      await ask('/sign-in/passkey', {
        id: found.id,
        rawId: encode(found.rawId),
        type: found.type,
        clientExtensionResults: {},
        response: {
          clientDataJSON: encode(response.clientDataJSON),
          authenticatorData: encode(response.authenticatorData),
          signature: encode(response.signature),
          ...(response.userHandle ? { userHandle: encode(response.userHandle) } : {}),
        },
      })
      location.assign(button.dataset.next)
    } catch (error) {
      // Of our own server a sentence; of the browser (cancelled, none there) ours for it.
      failed.textContent =
        error instanceof DOMException || !error.message ? failed.dataset.failed : error.message
      failed.hidden = false
      button.disabled = false
    }
  })
})()
