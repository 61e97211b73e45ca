package murmuration.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "write to jane.roe@example.org please",
                "call +1 202 555 0143 tomorrow",
                "see https://example.org/a?b=c",
                "the account is DE89 3704 0044 0532 0130 00",
                "card 4111 1111 1111 1111",
                "the server is 192.0.2.17"
            })
    void findsPersonalData(String text) {
        assertThat(Detectors.find(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write a cover letter",
                "plan a trip of three days",
                "What is on for 12/03/2019?",
                "the log begins at 1984-06-15 09:13:24",
                "order COVID-19 tests, member covid-19",
                "Which Other Names You Have For Me",
                "Was Osiris A Titan",
                "私は日本人です。",
                "我是程序员，想学做菜",
                "저는 학생입니다"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Detectors.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ask Ada M. de la Cruz about it | Ada M. de la Cruz",
                "sent by Esther van der Berg today | Esther van der Berg",
                "a card of Sarah Connor's | Sarah Connor's",
                "for Carlos Gallegos in town | Carlos Gallegos",
                "my name is owen and i need help | owen",
                "Dear Katarina, thank you | Katarina",
                "彼は田中 美咲さんです | 田中 美咲",
                "我叫慕容明，出生 | 慕容明",
                "请给王小明先生写信 | 王小明",
                "이름은 김민수입니다 | 김민수"
            })
    void findsWholeNames(String text, String name) {
        assertThat(found(text, Finding.Kind.NAME)).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Phone:\\n358 0594 | 358 0594",
                "it is 680.412.3418 x92919 | 680.412.3418 x92919",
                "(227)664-8546x506 at noon | (227)664-8546x506",
                "電話0419-05-7069です | 0419-05-7069"
            })
    void findsWholeTelephoneNumbers(String text, String number) {
        assertThat(found(text.replace("\\n", "\n"), Finding.Kind.PHONE)).containsExactly(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678Z",
                "X1234567L",
                "11010519491231002X",
                "52998224725",
                "529.982.247-25",
                "44051401359",
                "500100732259",
                "1 85 05 78 006 084 91",
                "Passport number O8WRMJVA4",
                "order UUK3D1023",
                "Kundennummer 48213377",
                "订单号：A20240117"
            })
    void findsNumbersThatOnePersonHas(String text) {
        assertThat(found("the number is " + text, Finding.Kind.NATIONAL_ID)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678A",
                "X1234567A",
                "110105194912310021",
                "52998224726",
                "44051401358",
                "500100732258",
                "1 85 05 78 006 084 92"
            })
    void believesNoNumberWhoseCheckDigitIsWrong(String number) {
        assertThat(found("the number is " + number, Finding.Kind.NATIONAL_ID)).isEmpty();
    }

    @Test
    void aTelephoneNumberWithDotsIsNoAddress() {
        assertThat(found("Phone: 02.27.96.63.08", Finding.Kind.IP)).isEmpty();
    }

    private static List<String> found(String text, Finding.Kind kind) {
        return Detectors.find(text).stream()
                .filter(finding -> finding.kind() == kind)
                .map(finding -> text.substring(finding.start(), finding.end()))
                .toList();
    }
}
