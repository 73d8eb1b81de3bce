"""What is meant by what people paste and type, over all the kinds that there are."""

from __future__ import annotations

import pytest

from bot.engine.probe import claimed
from bot.sources import Access, kinds

KINDS = kinds(Access())

MEANT = """\
t.me/sana_gov                                    telegram:sana_gov
https://t.me/sana_gov/12345                      telegram:sana_gov
https://t.me/s/sana_gov?before=123               telegram:sana_gov
<https://t.me/sana_gov>                          telegram:sana_gov
t.me/sana_gov.                                   telegram:sana_gov
telegram:sana_gov                                telegram:sana_gov
telegram:@sana_gov                               telegram:sana_gov
Telegram:sana_gov                                telegram:sana_gov
@sana_gov                                        telegram:sana_gov
Reuters                                          telegram:Reuters
bsky.app/profile/bbc.com                         bluesky:bbc.com
https://bsky.app/profile/bbc.com/post/3k         bluesky:bbc.com
bbc.bsky.social                                  bluesky:bbc.bsky.social
@bbc.bsky.social                                 bluesky:bbc.bsky.social
bluesky:bbc.com                                  bluesky:bbc.com
youtube.com/@aljazeera/videos                    youtube:@aljazeera
www.youtube.com/@aljazeera                       youtube:@aljazeera
m.youtube.com/@aljazeera?si=abc                  youtube:@aljazeera
youtube:aljazeera                                youtube:@aljazeera
x.com/Reuters                                    x:Reuters
x.com/Reuters/status/123?s=20                    x:Reuters
twitter.com/Reuters,                             x:Reuters
x:@Reuters                                       x:Reuters
mastodon.social/@gargron                         mastodon:@gargron@mastodon.social
https://mastodon.social/@gargron                 mastodon:@gargron@mastodon.social
(mastodon.social/@gargron)                       mastodon:@gargron@mastodon.social
@gargron@mastodon.social                         mastodon:@gargron@mastodon.social
gargron@mastodon.social                          mastodon:@gargron@mastodon.social
mastodon:gargron@mastodon.social                 mastodon:@gargron@mastodon.social
mastodon.social/tags/syria                       mastodon:#syria@mastodon.social
#syria@mastodon.social                           mastodon:#syria@mastodon.social
reddit.com/r/syriancivilwar                      reddit:r/syriancivilwar
www.reddit.com/r/syriancivilwar/.rss             reddit:r/syriancivilwar
old.reddit.com/r/syriancivilwar/new/             reddit:r/syriancivilwar
reddit.com/user/foo                              reddit:user/foo
r/syriancivilwar                                 reddit:r/syriancivilwar
/r/worldnews                                     reddit:r/worldnews
u/foo                                            reddit:user/foo
reddit:syriancivilwar                            reddit:r/syriancivilwar
reddit:r/syriancivilwar                          reddit:r/syriancivilwar
reddit:u/foo                                     reddit:user/foo
mideast.substack.com                             substack:mideast.substack.com
substack.com/@x                                  substack:x.substack.com
open.substack.com/pub/mideast/p/x?r=1            substack:mideast.substack.com
substack:mideast                                 substack:mideast.substack.com
example.org/wp-json/wp/v2/posts                  wordpress:https://example.org
wordpress:example.org                            wordpress:https://example.org
news.google.com/rss/search?q=syria               google-news:syria
news.google.com/topics/CAAq                      google-news:topic:CAAq
google-news:site:reuters.com                     google-news:site:reuters.com
google-news:hama offensive                       google-news:hama offensive
bing.com/news/search?q=x                         bing-news:x
www.bing.com/news/search?q=syria&format=rss      bing-news:syria
example.org/quakes.geojson                       geojson:https://example.org/quakes.geojson
apnews.com/ap-sitemap-latest.xml                 sitemap:https://apnews.com/ap-sitemap-latest.xml
example.org/sitemap.xml.gz                       sitemap:https://example.org/sitemap.xml.gz
aljazeera.com                                    feed:https://aljazeera.com
www.aljazeera.com/xml/rss/all.xml                feed:https://www.aljazeera.com/xml/rss/all.xml
example.org:8443/feed?a=b                        feed:https://example.org:8443/feed?a=b
example.org?feed=rss2                            feed:https://example.org?feed=rss2
العربية.نت                                       feed:https://العربية.نت
xn--mgbaayk1a8hc.xn--mgbx4cd0ab                  feed:https://xn--mgbaayk1a8hc.xn--mgbx4cd0ab
https://example.org/feed                         feed:https://example.org/feed
<https://example.org/feed>                       feed:https://example.org/feed
(https://example.org/feed)                       feed:https://example.org/feed
(https://example.org/feed).                      feed:https://example.org/feed
[https://example.org/feed]                       feed:https://example.org/feed
"https://example.org/feed"                       feed:https://example.org/feed
“https://example.org/feed.”                      feed:https://example.org/feed
«example.org/feed»                               feed:https://example.org/feed
'example.org/feed'                               feed:https://example.org/feed
https://example.org/feed.                        feed:https://example.org/feed
https://example.org/feed,                        feed:https://example.org/feed
https://example.org/a_(b)                        feed:https://example.org/a_(b)
feed://example.org/rss                           feed:http://example.org/rss
feed:https://example.org/rss                     feed:https://example.org/rss
192.168.0.1:1200/telegram/channel/x              feed:http://192.168.0.1:1200/telegram/channel/x
192.168.0.1                                      feed:http://192.168.0.1
[::1]:8080/x                                     feed:http://[::1]:8080/x
site:reuters.com                                 site:https://reuters.com
"""


@pytest.mark.parametrize("line", MEANT.splitlines())
def test_what_is_pasted_is_first_tried_as_what_it_means(line: str) -> None:
    text, _, meant = line.rpartition("  ")
    first = claimed(KINDS, text.strip())[0]
    assert f"{first.kind}:{first.locator}" == meant


@pytest.mark.parametrize("text", ["hama offensive", '"hama offensive"', "BBC News", "U.S.", "()", '"', ".", "12.5"])
def test_words_are_no_source(text: str) -> None:
    assert claimed(KINDS, text) == []


@pytest.mark.parametrize("text", ["aljazeera.com", "reddit.com/r/syria", "192.168.0.1:1200/x"])
def test_what_no_other_kind_can_read_is_looked_for_on_the_site(text: str) -> None:
    assert claimed(KINDS, text)[-1].kind == "site"
