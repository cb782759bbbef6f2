// Passkeys: asks the browser, puts its answer into the form, sends the form. Without this script,
// or in a browser without passkeys, the part that offers them stays hidden or says so.
(() => {
  for (const part of document.querySelectorAll("[data-passkey]")) {
    const kind = part.dataset.passkey;
    const unable = document.querySelector("[data-no-passkey]");
    if (!webauthnJSON.supported()) continue;
    part.hidden = false;
    if (unable) unable.hidden = true;
    const form = part.querySelector("form");
    const complaint = part.querySelector("[role=alert]");
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      complaint.hidden = true;
      try {
        const answer = kind === "create"
          ? await webauthnJSON.create(options.creation_options)
          : await webauthnJSON.get(options.request_options);
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch {
        complaint.hidden = false;
      }
    });
  }
})();
