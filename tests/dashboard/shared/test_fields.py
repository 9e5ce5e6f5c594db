"""Widgets that show a choice which somebody else may assign to."""

from streamlit.testing.v1 import AppTest


def _late_edit() -> None:
    import streamlit as st

    from dashboard.shared.fields import mirror

    st.session_state.update(rate=1)
    before = mirror("rate")
    st.session_state["rate"] = 2
    after = mirror("rate")
    st.session_state[before["key"]] = 1
    before["on_change"]()
    st.text(f"late {st.session_state['rate']}")
    st.session_state[after["key"]] = 3
    after["on_change"]()
    st.text(f"edited {st.session_state['rate']}")


def test_what_a_browser_says_of_a_widget_that_was_made_anew_undoes_nothing():
    """Only an edit in the widget that shows the choice now is one."""
    page = AppTest.from_function(_late_edit).run()
    assert not page.exception
    assert [text.value for text in page.text] == ["late 2", "edited 3"]
