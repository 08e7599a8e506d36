// Presses the one button of a page that only waits to be gone on from. Without script she presses it.
document.querySelector("form[data-go-on]")?.requestSubmit();
