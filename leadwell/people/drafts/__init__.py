"""Words that nobody loses: kept while they are written, on the device and here, for any form.

`views.keep` answers what keeping.js posts; `opening.opened` gives a form what is kept of it;
`one_page_views.KeptForm` is all of it for a form of one page with one button. `comparing.compare`
sets two versions side by side, of a draft or of anything else.
"""
