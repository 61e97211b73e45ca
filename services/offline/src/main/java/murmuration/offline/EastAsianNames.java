package murmuration.offline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.offline.Finding.Kind;

/** Names of people in Chinese, Japanese and Korean, which have no capitals: where a text says that one is there, by surname. */
final class EastAsianNames {
    private static final String HAN = "\\p{IsHan}";
    private static final String GIVEN = "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]";
    /** The commonest surnames; those of two characters are in the list of people. */
    private static final String CHINESE =
            "[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文]";

    private static final String KOREAN =
            "[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용]";
    private static final Pattern CUED = Pattern.compile("(?:我叫|我的名字是|名叫|姓名(?:是|为|[:：])? ?)(" + HAN + "{2,4})"
            + "|(?:名前は|氏名[:：]? ?)(" + GIVEN + "{2,6}(?: " + GIVEN + "{1,6})?)"
            + "|(?<!" + HAN + ")(" + HAN + "{1,3} ?" + GIVEN + "{1,4}?)と(?:申し|言い|いい)ます"
            + "|我是(" + CHINESE + HAN + "{1,2})(?=[，。,、！!\\s]|$)"
            + "|(" + CHINESE + HAN + "{0,2})(?:先生|女士|小姐|太太)"
            + "|(?:이름은 |저는 )(" + KOREAN + "[가-힣]{1,3}?)(?=입니다|이며|이고|이에요|예요|라고|,)"
            + "|(?<![가-힣])(" + KOREAN + "[가-힣]{2}) ?(?:씨|님)(?![가-힣]{2})");
    /** Who says what they are, or has no name, ends with one of these. */
    private static final Pattern OCCUPATION = Pattern.compile(".*[员員生师師者手工户粉]|.*(?:学生|社員|日本|中国).*");

    private static final Pattern HONORED =
            Pattern.compile("(" + HAN + "{2,3}) ?(" + GIVEN + "{1,4}?)(?=さん|様|氏|先生|くん|ちゃん|です|、|（|\\()");
    private static final Pattern SPACED = Pattern.compile("(?<!" + HAN + ")(" + HAN + "{2,3}) (" + HAN + "{1,3})");

    private EastAsianNames() {}

    static void find(String text, List<Finding> found) {
        if (text.chars().noneMatch(c -> c > 0x2E80)) {
            return;
        }
        Matcher cued = CUED.matcher(text);
        while (cued.find()) {
            for (int group = 1; group <= cued.groupCount(); group++) {
                if (cued.start(group) >= 0
                        && !OCCUPATION.matcher(cued.group(group)).matches()) {
                    found.add(new Finding(Kind.NAME, cued.start(group), cued.end(group)));
                }
            }
        }
        known(HONORED, text, found);
        known(SPACED, text, found);
    }

    /** A surname that is known, with what follows it. */
    private static void known(Pattern pattern, String text, List<Finding> found) {
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            boolean surname = Names.ofPerson(matcher.group(1));
            if (surname) {
                found.add(new Finding(Kind.NAME, matcher.start(1), matcher.end(2)));
            }
            // a surname may begin inside of what was taken for one
            from = surname ? matcher.end() : matcher.start() + 1;
        }
    }
}
