"""The pages laid out for a projector."""


def test_presenting_is_in_the_address_and_ends_with_the_same_button(train_page):
    """It is a choice of the session: an address that says so starts it, the button ends it."""
    page = train_page.run()
    assert "present" not in page.query_params
    page.button(key="present").click().run()
    assert page.query_params["present"] == "1"
    assert page.button(key="present").label == "End presentation"
    page.button(key="present").click().run()
    assert "present" not in page.query_params


def test_an_address_begins_a_presentation_and_another_page_goes_on_with_it(train_page):
    """A link to another page has no parameters; the session knows."""
    train_page.query_params["present"] = "1"
    page = train_page.run()
    assert page.button(key="present").label == "End presentation"
    page.query_params.clear()
    page.run()
    assert page.query_params["present"] == "1"
